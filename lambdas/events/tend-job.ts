import type { Archive } from "../cloud/archive.ts";
import type { Execution, Executions } from "../cloud/executions.ts";
import type { Rollouts } from "../cloud/rollouts.ts";
import type { RunnerTasks } from "../cloud/runner-task.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import { isTerminal } from "../contract/job.ts";
import { limits } from "../contract/limits.ts";
import { operationsEvents } from "../contract/operations-events.ts";
import type { JobRow } from "../domain/job-row.ts";
import { isLeaseExpired } from "../domain/staleness.ts";
import { getJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { logEvent } from "../trellis/log-event.ts";
import { enqueue, lookForTendril } from "../trellis/call-tendril.ts";
import { tendWait } from "../trellis/tend-wait.ts";
import { startExecution, stateMachineOf } from "../trellis/start-execution.ts";
import { endByExecution } from "./end-by-execution.ts";
import { finishJob } from "./finish-job.ts";
import { stopRunner } from "./stop-runner.ts";

/** What the closer needs of the cloud. */
export interface Tending {
  readonly executions: Executions;
  readonly runnerTasks: RunnerTasks;
  readonly rollouts: Pick<Rollouts, "describe" | "stoppedReason">;
  readonly taskTokens: Pick<TaskTokens, "succeed" | "fail">;
  readonly archive: Archive;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Does whatever an open job needs that no state machine will do for it: starts an execution that is missing, stops a
 * runner whose lease ran out, says anew what a job waits for, wakes a step that waits for what nobody tells, ends a job
 * whose execution is over, closes one that has ended. Every part is idempotent, so the event, the sweep and a late repeat
 * of either may meet.
 */
export async function tendJob(jobId: string, tending: Tending, told?: Execution): Promise<void> {
  const row = await getJob(jobId);
  if (row?.open === undefined) return;
  if (row.recovery_needed) logEvent(operationsEvents.recoveryNeeded, { job_id: row.id });
  const execution = told ?? (await tending.executions.describe(stateMachineOf(row.type), row.id));
  if (execution === undefined) return tendWithoutExecution(row, tending);
  if (execution.status === "RUNNING" || execution.status === "PENDING_REDRIVE") {
    if (row.claim !== undefined && isLeaseExpired(row.lease_expires_at, tending.clock.now())) {
      await stopRunner(row, tending.runnerTasks, "No heartbeat came in time");
    }
    if (row.wait?.step === "Await Tendril" && row.status === "QUEUED") {
      await enqueue(row, await lookForTendril(row, tending.clock));
    }
    if (row.wait !== undefined) await tendWait(row.id, tending);
    return;
  }
  const ended = isTerminal(row.status) ? row : await endByExecution(row, execution, tending.clock);
  await finishJob(ended, tending);
}

/** A job cancelled before it was started has no execution either, and never gets one. */
async function tendWithoutExecution(row: JobRow, tending: Tending): Promise<void> {
  if (isTerminal(row.status)) return finishJob(row, tending);
  const ageSeconds = (tending.clock.now().getTime() - Date.parse(row.created_at)) / 1000;
  if (ageSeconds < limits.startGraceSeconds) return;
  if (row.status === "QUEUED" && row.attempt === 1) {
    await startExecution(row, tending.executions);
    return;
  }
  await finishJob(await endByExecution(row, undefined, tending.clock), tending);
}
