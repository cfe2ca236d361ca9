import { isErrorCode, type ErrorCode } from "../contract/errors.ts";
import { limits } from "../contract/limits.ts";
import { isCancelled } from "./is-cancelled.ts";
import type { JobRow } from "./job-row.ts";
import type { RunEnd } from "./run-end.ts";

/** What becomes of a job whose run has ended. */
export type Settlement =
  | { readonly next: "go-on" }
  | { readonly next: "requeue"; readonly because: string }
  | { readonly next: "fail"; readonly code: ErrorCode; readonly message: string; readonly recoveryNeeded: boolean };

type Settled = Pick<JobRow, "attempt" | "status" | "stop" | "claim" | "outcome" | "changes_started">;

/**
 * The rule of the lost runner: what it reported counts; without a report a runner lost before it may have changed
 * anything is replaced, and one lost after that leaves a state that only a person may unlock.
 */
export function settleRun(row: Settled, end: RunEnd): Settlement {
  if (row.outcome !== undefined) return settleReported(row, row.outcome);
  if (row.changes_started) return lostAmidChanges(row);
  if (isCancelled(row)) return cancelled;
  if (end.kind === "timed-out") return fail("EXECUTION_TIMED_OUT", "Terraform did not end in time");
  if (row.claim === undefined) return neverClaimed(end);
  return requeue(row, `The runner was lost before anything was changed (${reasonOf(end)})`);
}

const cancelled = fail("JOB_CANCELLED", "The job was cancelled");

function settleReported(row: Settled, outcome: NonNullable<JobRow["outcome"]>): Settlement {
  if (isCancelled(row)) return cancelled;
  switch (outcome.outcome) {
    case "SUCCESS":
      return { next: "go-on" };
    case "FAILED": {
      const code = outcome.error_code ?? "";
      return fail(isErrorCode(code) ? code : "RUNNER_FAILED", outcome.error_message ?? "The runner reported a failure");
    }
    case "CANCELLED":
    case "INTERRUPTED":
      if (!row.changes_started) return requeue(row, "The runner was interrupted before anything was changed");
      return fail("INTERRUPTED", outcome.error_message ?? "The runner was interrupted; Terraform saved its state");
  }
}

function lostAmidChanges(row: Settled): Settlement {
  const message =
    "The runner was lost while Terraform was changing things. The target stays locked until an admin recovers the job";
  const code = isCancelled(row) ? "JOB_CANCELLED" : "TENDRIL_LOST";
  return { next: "fail", code, message, recoveryNeeded: true };
}

function neverClaimed(end: RunEnd): Settlement {
  if (end.kind === "no-capacity") return fail("NO_CAPACITY", end.reason);
  if (end.kind === "no-tendril") return fail("NO_TENDRIL", end.reason);
  const message = end.kind === "exited" ? "The runner ended without claiming its job" : reasonOf(end);
  return fail("RUNNER_START_FAILED", message);
}

function requeue(row: Settled, because: string): Settlement {
  if (row.attempt < limits.attemptsMax) return { next: "requeue", because };
  return fail("ATTEMPTS_EXHAUSTED", `${because}, ${limits.attemptsMax} times`);
}

function fail(code: ErrorCode, message: string): Extract<Settlement, { next: "fail" }> {
  return { next: "fail", code, message, recoveryNeeded: false };
}

function reasonOf(end: RunEnd): string {
  if (end.kind === "exited") return "it ended without a report";
  return end.kind === "timed-out" ? "it timed out" : end.reason;
}
