import { isErrorCode } from "../contract/errors.ts";
import { isTerminal } from "../contract/job.ts";
import { reportStepNumber } from "../contract/job-types.ts";
import { jobErrorOf, type JobError } from "../domain/caught-error.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import type { JobRow } from "../domain/job-row.ts";
import type { CaughtError } from "../domain/run-end.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { logEvent } from "../trellis/log-event.ts";
import { logFailure } from "../trellis/log-failure.ts";
import { publishJob } from "../trellis/publish-job.ts";
import { beginStep, endStep } from "../trellis/steps.ts";
import { systemLog } from "../trellis/system-log.ts";

/** What the machine's Fail state raises again. */
export interface ReportedFailure {
  readonly error: string;
  readonly cause: string;
}

/**
 * Records an error that the machine caught. A status that is terminal stays: a cancelled job is CANCELLED, and one that
 * the closer has ended keeps its error.
 */
export async function reportFailure(
  jobId: string,
  caught: CaughtError,
  clock: Pick<Clock, "now">,
): Promise<ReportedFailure> {
  const row = await end(jobId, jobErrorOf(caught), clock);
  const { code, message } = row === undefined ? jobErrorOf(caught) : errorOf(row, jobErrorOf(caught));
  if (row !== undefined) await tell(row, `${code}: ${message}`, clock);
  return { error: code, cause: message };
}

async function end(jobId: string, error: JobError, clock: Pick<Clock, "now">): Promise<JobRow | undefined> {
  for (;;) {
    const row = await getJob(jobId);
    if (row === undefined || isTerminal(row.status)) return row && recordStop(row, clock);
    const ended = await changeJob(jobId, {
      set: {
        status: "FAILED",
        error_code: error.code,
        error_message: error.message,
        completed_at: clock.now().toISOString(),
        progress: null,
        waiting: null,
      },
      when: { status: ["QUEUED", "PROCESSING"], attempt: row.attempt },
    });
    if (ended !== undefined) {
      logFailure(jobId, error);
      await publishJob(ended);
      return ended;
    }
  }
}

/** Without a claim there was never a Terraform to stop; with an outcome the runner has told that it is gone. */
async function recordStop(row: JobRow, clock: Pick<Clock, "now">): Promise<JobRow> {
  if (row.stop === null || row.stop.stopped_at !== null) return row;
  if (row.claim !== undefined && row.outcome === undefined) return row;
  const setAt = [{ path: ["stop", "stopped_at"], value: clock.now().toISOString() }];
  return (await changeJob(row.id, { setAt, when: { notClosed: true } })) ?? row;
}

function errorOf(row: JobRow, caught: JobError): JobError {
  if (isCancelled(row)) return { code: "JOB_CANCELLED", message: "The job was cancelled" };
  const code = row.error_code ?? "";
  return isErrorCode(code) ? { code, message: row.error_message ?? caught.message } : caught;
}

/** The error to re-raise matters more than one met while telling it; the closer ends a step that stays open. */
async function tell(row: JobRow, line: string, clock: Pick<Clock, "now">): Promise<void> {
  try {
    const begun = await beginStep(row, "Report Failure", clock);
    if (begun === undefined) return;
    const log = await systemLog(begun, reportStepNumber, clock);
    await log.end(line);
    await endStep(begun, "Report Failure", true, clock);
  } catch (error) {
    logEvent("failure_not_told", { job_id: row.id, error });
  }
}
