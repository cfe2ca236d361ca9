import { expect, test } from "@jest/globals";
import { checkAnswers } from "./api-answers.ts";

const id = "3f2b8c1e-5a0d-4c1e-9b7a-2f6d1c0e8a11";
const problem = { type: "about:blank", title: "", status: 404, detail: "", code: "NOT_FOUND", request_id: "r" };

/** What the check says of one answer. */
function misfits(
  method: string,
  path: string,
  status: number,
  body: unknown,
  type = "application/json",
): readonly string[] {
  const check = checkAnswers();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  check.onAnswer(
    { method, path, query: "", headers: {}, body: Buffer.alloc(0) },
    { status, headers: { "content-type": type }, body: text },
  );
  return check.misfits;
}

test.each([
  ["GET", "/healthz", 200, { status: "ok", version: "1" }],
  ["GET", "/jobs", 200, "<html>", "text/html"],
  ["GET", `/api/jobs/${id}`, 404, problem, "application/problem+json"],
  ["GET", `/api/jobs/${id}/log.txt`, 200, "STDOUT\ta\n", "text/plain; charset=utf-8"],
  ["GET", "/api/nothing", 404, problem, "application/problem+json"],
  ["POST", "/api/jobs", 500, { message: "Internal Server Error" }],
] as const)("%s %s with %d as it is described fits", (...given) =>
  expect(misfits(...(given as Parameters<typeof misfits>))).toEqual([]),
);

test.each([
  ["a route that is not described", ["GET", "/api/nothing", 200, {}], "of a route that is not described"],
  ["a status that is not described", ["GET", "/healthz", 201, {}], "is not described"],
  ["a member that is not described", ["GET", "/healthz", 200, { status: "ok", version: "1", more: 1 }], "additional"],
  ["a member that is missing", ["GET", "/healthz", 200, { status: "ok" }], "required property"],
  [
    "a code that is not the route's",
    ["GET", `/api/jobs/${id}`, 404, { ...problem, code: "INTERNAL" }, "application/problem+json"],
    "allowed values",
  ],
  ["another type of content", ["GET", "/healthz", 200, "ok", "text/plain"], "is text/plain"],
  ["a body where none is described", ["DELETE", `/api/cloud-identities/${id}`, 204, "x", ""], "has a body"],
  ["a redirect to nowhere", ["GET", `/api/jobs/${id}/log.txt`, 302, "", ""], "has no header Location"],
] as const)("%s does not fit", (_what, [method, path, status, body, type = "application/json"], misfit) => {
  expect(misfits(method, path, status, body, type)).toEqual([expect.stringContaining(misfit)]);
});
