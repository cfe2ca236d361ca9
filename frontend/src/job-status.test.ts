import { expect, test } from "@jest/globals";
import { statusWords } from "./job-status.ts";

const stop = {
  requested_at: "2026-11-21T12:00:00Z",
  requested_by: "anna",
  interrupted_at: null,
  stopped_at: null,
  forced: false,
};
const stopped = { ...stop, stopped_at: "2026-11-21T12:00:30Z" };

test.each([
  ["runs", { status: "PROCESSING", stop: null, closed_at: null }, "Processing"],
  [
    "was cancelled and Terraform still runs",
    { status: "CANCELLED", stop, closed_at: null },
    "Cancelling: waiting for Terraform to stop",
  ],
  ["was cancelled and Terraform is gone", { status: "CANCELLED", stop: stopped, closed_at: null }, "Cancelled"],
  ["was cancelled and closed", { status: "CANCELLED", stop, closed_at: "2026-11-21T12:01:00Z" }, "Cancelled"],
  ["finished in the moment of a cancel", { status: "SUCCESS", stop, closed_at: null }, "Success"],
] as const)("a job that %s", (_name, job, text) =>
  expect(statusWords({ type: "DEPLOY_WORKER", ...job }).text).toBe(text),
);

test("a job without Terraform does not wait for it", () => {
  expect(statusWords({ type: "UPDATE_WORKER", status: "CANCELLED", stop, closed_at: null }).text).toBe(
    "Cancelling: waiting for the step to end",
  );
});
