import type { Archive } from "../cloud/archive.ts";
import type { RunnerTasks } from "../cloud/runner-task.ts";
import { isTerminal } from "../contract/job.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { closeJob } from "../trellis/close-job.ts";
import { endOpenSteps } from "../trellis/end-open-steps.ts";
import { publishJob } from "../trellis/publish-job.ts";
import { stopRunner } from "./stop-runner.ts";

export interface Finishing {
  readonly runnerTasks: RunnerTasks;
  readonly archive: Archive;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Closes a job that has ended and whose execution is over, once its runner is proven gone: until then Terraform may
 * still be saving its state, and the next sweep comes by again. A runner lost amid changes leaves the job to `recover`.
 */
export async function finishJob(given: JobRow, { runnerTasks, archive, clock }: Finishing): Promise<void> {
  if (!isTerminal(given.status) || given.recovery_needed) return;
  if (!(await stopRunner(given, runnerTasks, "The job's execution is over"))) return;
  // What the runner reported while it was being stopped decides.
  const row = await getJob(given.id);
  if (row?.open === undefined || row.recovery_needed) return;
  const lost = row.changes_started && row.outcome === undefined && row.recovery === undefined;
  if (lost) return keepForRecovery(row, clock);
  await endOpenSteps(row, `--- cut: ${row.error_message ?? "The writer of this step is gone"} ---`, clock);
  await closeJob(row, { clock, archive });
}

async function keepForRecovery(row: JobRow, clock: Pick<Clock, "now">): Promise<void> {
  const before = row.error_message === null ? "" : `${row.error_message}. `;
  const message = `${before}The runner was lost while Terraform was changing things`;
  const stop = row.stop && { ...row.stop, stopped_at: row.stop.stopped_at ?? clock.now().toISOString() };
  const kept = await changeJob(row.id, {
    set: { recovery_needed: true, error_code: "TENDRIL_LOST", error_message: message, stop },
    remove: ["job_token_hash"],
    when: { notClosed: true, absent: ["outcome"] },
  });
  if (kept === undefined) return;
  await endOpenSteps(kept, `--- cut: ${message} ---`, clock);
  await publishJob(kept);
}
