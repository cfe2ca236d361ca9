import { VintnerError } from "../contract/errors.ts";
import { isTerminal } from "../contract/job.ts";
import { beginStepNumber, jobTypeFacts } from "../contract/job-types.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import { runEnd, type CaughtError, type RunEnd } from "../domain/run-end.ts";
import { settleRun as decide, type Settlement } from "../domain/settle-run.ts";
import { changeJob, existingJob, type JobChange } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { endOpenSteps } from "../trellis/end-open-steps.ts";
import { publishJob } from "../trellis/publish-job.ts";

export interface Settled {
  readonly next: "go-on" | "requeue";
}

/**
 * Decides what becomes of a job whose run has ended. First the runner is fenced off, so that nothing it may
 * still send changes what the decision is made from. Throws an error of the catalogue when the job has failed.
 */
export async function settleRun(jobId: string, caught: CaughtError, clock: Pick<Clock, "now">): Promise<Settled> {
  const end = runEnd(caught);
  for (;;) {
    const row = await existingJob(jobId);
    if (row.open === undefined) throw new VintnerError("JOB_CLOSED", "The job is closed");
    // Requeued already: the state is retried because its answer got lost.
    if (row.status === "QUEUED" && !hasBegun(row)) return { next: "requeue" };
    if (isTerminal(row.status) && !isCancelled(row)) {
      throw new VintnerError("JOB_TERMINAL", `The job has already ended: ${row.status}`);
    }
    const fenced = await changeJob(jobId, fence(row, end, clock));
    if (fenced === undefined) continue;
    const settled = await carryOut(fenced, decide(fenced, end), clock);
    if (settled !== undefined) return settled;
  }
}

/** A job that waits for a Tendril is QUEUED too; one that was requeued has yet to begin its new attempt. */
function hasBegun({ steps, attempt }: JobRow): boolean {
  return steps[stepKey(attempt, beginStepNumber)] !== undefined;
}

/** Takes the job's token from the runner, lets no other one take the job and, where a stop was asked for, records that the runner is gone. */
function fence(row: JobRow, end: RunEnd, clock: Pick<Clock, "now">): JobChange {
  const proven = row.stop !== null && row.stop.stopped_at === null && end.kind !== "timed-out";
  return {
    remove: ["job_token_hash", "wait", "queue"],
    ...(proven && { setAt: [{ path: ["stop", "stopped_at"], value: clock.now().toISOString() }] }),
    when: { attempt: row.attempt, notClosed: true },
  };
}

/** Undefined when the job was cancelled before it could be requeued: then the decision is another. */
async function carryOut(row: JobRow, settlement: Settlement, clock: Pick<Clock, "now">): Promise<Settled | undefined> {
  switch (settlement.next) {
    case "go-on":
      await endOpenSteps(row, "The runner ended here.", clock);
      return { next: "go-on" };
    case "requeue":
      await endOpenSteps(row, `--- cut: ${settlement.because}. The job is requeued ---`, clock);
      return (await requeue(row, settlement.because)) ? { next: "requeue" } : undefined;
    case "fail":
      if (settlement.recoveryNeeded) await keepForRecovery(row, settlement.message);
      await endOpenSteps(row, `--- cut: ${settlement.message} ---`, clock);
      throw new VintnerError(settlement.code, settlement.message);
  }
}

async function requeue(row: JobRow, because: string): Promise<boolean> {
  const requeued = await changeJob(row.id, {
    set: {
      ...(jobTypeFacts[row.type].runsOn === "tendril" && !isAskedFor(row) && { tendril_id: null, tendril_name: null }),
      status: "QUEUED",
      attempt: row.attempt + 1,
      progress: null,
      waiting: { code: "RUNNER_LOST", detail: `${because}. Another runner starts` },
    },
    remove: ["claim", "job_token_hash", "lease_expires_at", "outcome"],
    when: { status: ["PROCESSING"], attempt: row.attempt, notClosed: true },
  });
  if (requeued !== undefined) await publishJob(requeued);
  return requeued !== undefined;
}

/** A Tendril that was asked for is waited for again; any other one may take the new attempt otherwise. */
function isAskedFor({ request, tendril_id }: JobRow): boolean {
  return request.type === "PLAN" && request.tendril_id !== undefined && request.tendril_id === tendril_id;
}

/** Open, and its target locked, until an admin recovers it; also when it was cancelled, whose status stays. */
async function keepForRecovery(row: JobRow, message: string): Promise<void> {
  const kept = await changeJob(row.id, {
    set: {
      recovery_needed: true,
      ...(isTerminal(row.status) && { error_code: "TENDRIL_LOST", error_message: message }),
    },
    when: { attempt: row.attempt, notClosed: true },
  });
  if (kept !== undefined) await publishJob(kept);
}
