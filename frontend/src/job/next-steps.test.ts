import { expect, test } from "@jest/globals";
import { failureOf, wayOut, type NextPart } from "./next-steps.ts";
import { testJob, testStep } from "./test-job.ts";

const failed = { status: "FAILED", error_code: "TERRAFORM_PLAN_FAILED" } as const;
const vine = { kind: "vine", id: "v-1", name: "shop-dev" } as const;

function read(parts: readonly NextPart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
}

function links(parts: readonly NextPart[]): readonly (string | undefined)[] {
  return parts.flatMap((part) => (typeof part === "string" ? [] : [part.href]));
}

test("a plan of a vine that failed leads to the vine, and names the variable's place if one is missing", () => {
  const { next } = failureOf(testJob({ ...failed, type: "PLAN", target: vine }));
  expect(read(next)).toMatch(/^Mend what Terraform names above: edit the vine and plan it again\./);
  expect(links(next)).toEqual(["/vines/v-1/edit"]);
  const error_message = "Error: No value for required variable\n\n  on main.tf line 1";
  const missing = failureOf(testJob({ ...failed, type: "PLAN", target: vine, error_message })).next;
  expect(read(missing)).toMatch(/^Add the variable under Edit and plan it again\./);
  expect(links(missing)).toEqual(["/vines/v-1/edit"]);
});

test("jobs of workers have no vine to edit", () => {
  const deploy = failureOf(testJob(failed)).next;
  expect(read(deploy)).toContain("then deploy with other values. Re-run repeats it as it was. Or press Destroy");
  expect(links(deploy)).toContain("/tendrils/new");
  const destroy = failureOf(testJob({ ...failed, type: "DESTROY_WORKER" })).next;
  expect(read(destroy)).not.toMatch(/vine|Destroy what was made/);
});

test("a deployment that did not end well can be gone on with or given up, however it failed", () => {
  for (const error_code of ["TERRAFORM_APPLY_FAILED", "OF_A_NEWER_TRELLIS", null]) {
    const text = read(failureOf(testJob({ status: "FAILED", error_code })).next);
    expect(text).toMatch(/re-run/i);
    expect(text).toContain("Destroy what was made: it removes what is there and frees the name.");
  }
});

test("once the Tendril is registered, it is destroyed on its page", () => {
  const job = testJob({ steps: [testStep(5, "Register Tendril")] });
  expect(links(wayOut(job))).toEqual([`/tendrils/${job.target.id}`]);
});
