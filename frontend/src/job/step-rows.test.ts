import { expect, test } from "@jest/globals";
import { attemptRows } from "./step-rows.ts";
import { testJob, testStep } from "./test-job.ts";

const tones = (job: Parameters<typeof attemptRows>[0]) =>
  attemptRows(job).map(({ attempt, rows }) => [attempt, rows.map((row) => `${row.name}: ${row.tone}`)]);

test("steps that ran, the one that runs, and those to come", () => {
  const steps = [testStep(0, "Begin"), testStep(1, "Assume Platform Role", null)];
  expect(tones(testJob({ status: "PROCESSING", steps }))).toEqual([
    [
      1,
      [
        "Begin: success",
        "Assume Platform Role: running",
        "Generate Terraform Config: pending",
        "Terraform Init: pending",
        "Terraform Apply: pending",
        "Register Tendril: pending",
        "Start Tendril: pending",
        "Report Results: pending",
      ],
    ],
  ]);
});

test("a failed job reports a failure, and steps that never came stay open", () => {
  const steps = [testStep(0, "Begin"), testStep(4, "Terraform Apply", false), testStep(99, "Report Failure")];
  const rows = attemptRows(testJob({ status: "FAILED", steps }))[0]?.rows ?? [];
  expect(rows.filter((row) => row.tone !== "pending").map((row) => `${row.name}: ${row.tone}`)).toEqual([
    "Begin: success",
    "Terraform Apply: failed",
    "Report Failure: success",
  ]);
  expect(rows.at(-1)?.name).toBe("Report Failure");
});

test("a step without an end was cut off once the job is over or tried again", () => {
  const cut = testStep(3, "Terraform Init", null);
  expect(attemptRows(testJob({ status: "FAILED", steps: [cut] }))[0]?.rows[3]).toMatchObject({ tone: "cancelled" });
  expect(tones(testJob({ attempt: 2, steps: [testStep(0, "Begin"), cut] }))[0]).toEqual([
    1,
    ["Begin: success", "Terraform Init: cancelled"],
  ]);
});

test("the report runs until the job is closed, though the status is final before", () => {
  const job = testJob({ status: "SUCCESS", steps: [testStep(99, "Report Results", null)] });
  const report = (closed_at: string | null) => attemptRows({ ...job, closed_at })[0]?.rows.at(-1)?.tone;
  expect([report(null), report("2026-01-01T00:00:00.000Z")]).toEqual(["running", "cancelled"]);
});

test("sections have the prefix of the log's keys", () => {
  expect(attemptRows(testJob({ steps: [testStep(4, "Terraform Apply", null)] }))[0]?.rows[4]?.section).toBe("01.04");
});
