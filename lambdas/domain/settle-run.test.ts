import { describe, expect, test } from "@jest/globals";
import type { JobRow } from "./job-row.ts";
import { runEnd, type CaughtError, type RunEnd } from "./run-end.ts";
import { settleRun } from "./settle-run.ts";

type Row = Parameters<typeof settleRun>[0];

const at = "2026-01-01T00:00:00.000Z";
const claim = { worker_id: "platform", request_id: "r", at };
const stop: JobRow["stop"] = {
  requested_at: at,
  requested_by: "ann",
  interrupted_at: null,
  stopped_at: null,
  forced: false,
};
const running: Row = { attempt: 1, status: "PROCESSING", stop: null, claim, changes_started: false };
const exited: RunEnd = { kind: "exited" };
const killed: RunEnd = { kind: "failed", reason: "exit code 137" };

describe("what becomes of a job whose runner ended", () => {
  const cases: readonly [title: string, row: Partial<Row>, end: RunEnd, expected: object][] = [
    ["goes on after a success", { outcome: { outcome: "SUCCESS", at } }, exited, { next: "go-on" }],
    [
      "fails with what the runner reported",
      { outcome: { outcome: "FAILED", error_code: "TERRAFORM_APPLY_FAILED", error_message: "exists", at } },
      exited,
      { next: "fail", code: "TERRAFORM_APPLY_FAILED", message: "exists", recoveryNeeded: false },
    ],
    [
      "takes no code from outside the catalogue",
      { outcome: { outcome: "FAILED", error_code: "OOPS", at } },
      exited,
      { next: "fail", code: "RUNNER_FAILED" },
    ],
    [
      "trusts a reported success even when the container then crashed",
      { outcome: { outcome: "SUCCESS", at }, changes_started: true },
      killed,
      { next: "go-on" },
    ],
    [
      "is cancelled when the finish came after the cancel",
      { outcome: { outcome: "SUCCESS", at }, status: "CANCELLED", stop },
      exited,
      { next: "fail", code: "JOB_CANCELLED", recoveryNeeded: false },
    ],
    ["is cancelled when nobody claimed it", { status: "CANCELLED", stop }, exited, { code: "JOB_CANCELLED" }],
    ["is requeued when lost before changes", {}, killed, { next: "requeue" }],
    ["is requeued a second time", { attempt: 2 }, killed, { next: "requeue" }],
    ["gives up after the third loss", { attempt: 3 }, killed, { next: "fail", code: "ATTEMPTS_EXHAUSTED" }],
    [
      "needs recovery when lost amid changes",
      { changes_started: true },
      killed,
      { next: "fail", code: "TENDRIL_LOST", recoveryNeeded: true },
    ],
    [
      "needs recovery when a cancelled runner was lost amid changes",
      { changes_started: true, status: "CANCELLED", stop },
      killed,
      { next: "fail", code: "JOB_CANCELLED", recoveryNeeded: true },
    ],
    [
      "needs recovery when it timed out amid changes without a word",
      { changes_started: true },
      { kind: "timed-out" },
      { code: "TENDRIL_LOST", recoveryNeeded: true },
    ],
    ["fails when it timed out before changes", {}, { kind: "timed-out" }, { code: "EXECUTION_TIMED_OUT" }],
    [
      "is interrupted amid changes with its state saved",
      { outcome: { outcome: "INTERRUPTED", at }, changes_started: true },
      exited,
      { next: "fail", code: "INTERRUPTED", recoveryNeeded: false },
    ],
    [
      "is requeued when interrupted before changes",
      { outcome: { outcome: "INTERRUPTED", at } },
      exited,
      { next: "requeue" },
    ],
  ];
  test.each(cases)("it %s", (_title, row, end, expected) => {
    expect(settleRun({ ...running, ...row }, end)).toMatchObject(expected);
  });

  test("it tells ECS's reason when the runner never claimed its job", () => {
    const { claim: _claim, ...unclaimed } = running;
    expect(settleRun(unclaimed, { kind: "failed", reason: "CannotPullContainerError" })).toEqual({
      next: "fail",
      code: "RUNNER_START_FAILED",
      message: "CannotPullContainerError",
      recoveryNeeded: false,
    });
  });
});

describe("how the runner's task ended", () => {
  const task = JSON.stringify({
    StoppedReason: "Essential container in task exited",
    Containers: [{ Name: "runner", ExitCode: 137, Reason: "OutOfMemoryError" }],
  });
  const cases: readonly [title: string, error: CaughtError, expected: RunEnd][] = [
    ["a clean exit", { Error: "none", Cause: "" }, { kind: "exited" }],
    ["a time-out", { Error: "States.Timeout", Cause: "" }, { kind: "timed-out" }],
    [
      "a stopped task with its reasons",
      { Error: "States.TaskFailed", Cause: task },
      { kind: "failed", reason: "Essential container in task exited; OutOfMemoryError; exit code 137" },
    ],
    [
      "no capacity",
      { Error: "ECS.Failures", Cause: JSON.stringify({ Failures: [{ Reason: "RESOURCE:CPU" }] }) },
      { kind: "no-capacity", reason: "RESOURCE:CPU" },
    ],
    ["a sentence", { Error: "ECS.AmazonECSException", Cause: "denied" }, { kind: "failed", reason: "denied" }],
    ["an error without a cause", { Error: "States.TaskFailed" }, { kind: "failed", reason: "States.TaskFailed" }],
  ];
  test.each(cases)("is %s", (_title, error, expected) => {
    expect(runEnd(error)).toEqual(expected);
  });
});
