import { afterEach, expect, jest, test } from "@jest/globals";
import { logFailure } from "./log-failure.ts";

const written: string[] = [];
jest.spyOn(console, "log").mockImplementation((line: unknown) => void written.push(String(line)));
afterEach(() => void written.splice(0));

test.each([
  ["EXECUTION_FAILED", "platform_fault"],
  ["TERRAFORM_APPLY_FAILED", "job_failed"],
  ["JOB_CANCELLED", "job_failed"],
] as const)("a job that fails with %s is told as %s", (code, event) => {
  logFailure("a-job", { code });
  expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([{ event, job_id: "a-job", code }]);
});
