import { describe, expect, test } from "@jest/globals";
import type { Problem } from "../../../lambdas/contract/problem.ts";
import { ApiProblem, formErrorsOf, problemOf } from "./problem.ts";

const problem: Problem = {
  type: "about:blank",
  title: "The request is not valid",
  status: 400,
  detail: "2 fields are not valid.",
  code: "INVALID_REQUEST",
  request_id: "r-1",
};

describe("an answer's body", () => {
  test("is the problem when it is one", () => expect(problemOf(400, problem)).toBe(problem));
  test.each([
    ["a page of a proxy", 502, undefined, "Trellis does not answer"],
    ["other JSON", 500, { message: "Internal Server Error" }, "Something failed"],
    ["null", 503, null, "Trellis does not answer"],
  ])("%s becomes a problem with the status", (_name, status, body, title) => {
    expect(problemOf(status, body)).toMatchObject({ status, title, code: "UNEXPLAINED", request_id: "" });
  });
});

describe("errors of a form", () => {
  const fields = ["name", "subnet_ids"] as const;

  test("go to their fields, the first one of each", () => {
    const errors = [
      { pointer: "/name", detail: "is too long" },
      { pointer: "/name", detail: "is odd" },
      { pointer: "/subnet_ids/2", detail: "is not a subnet id" },
    ];
    expect(formErrorsOf({ ...problem, errors }, fields)).toEqual({
      fields: { name: "is too long", subnet_ids: "is not a subnet id" },
      others: [],
    });
  });

  test("that belong to no field are kept", () => {
    const errors = [
      { pointer: "", detail: "needs a type" },
      { pointer: "/surprise", detail: "is unknown" },
    ];
    expect(formErrorsOf({ ...problem, errors }, fields)).toEqual({
      fields: {},
      others: ["needs a type", "/surprise: is unknown"],
    });
  });

  test("may not be there at all", () => expect(formErrorsOf(problem, fields)).toEqual({ fields: {}, others: [] }));
});

test("names the job in the way", () => {
  expect(new ApiProblem({ ...problem, job_id: "j-1" }).jobId).toBe("j-1");
  expect(new ApiProblem(problem).jobId).toBeUndefined();
});
