import { VintnerError } from "../contract/errors.ts";
import { isTerminal } from "../contract/job.ts";
import { stepNumber } from "../contract/job-types.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import { existingJob } from "../store/jobs.ts";
import { systemClock, type Clock } from "./clock.ts";
import { logEvent } from "./log-event.ts";
import { publishJob } from "./publish-job.ts";
import { endStep, recordStart } from "./steps.ts";
import { systemLog, type SystemLog } from "./system-log.ts";

/**
 * What a step does; it tells in the log what it does and finds, answers the log's closing line if it has one, and throws
 * an error of the catalogue.
 */
export type StepWork = (row: JobRow, log: SystemLog) => Promise<string | void>;

/**
 * Runs one step of a job: recorded, pushed, its log section ended whatever happens. A cancelled job throws
 * JOB_CANCELLED before the work begins. A step that has already succeeded in this attempt is not done again: its state
 * is being retried because the answer got lost. `job` is its id, or its row if that was read this moment. `start`
 * records in one write that the step has begun, and what else that changes.
 */
export async function runStep(
  job: string | JobRow,
  name: string,
  work: StepWork,
  clock: Pick<Clock, "now"> = systemClock,
  start = recordStart,
): Promise<void> {
  const done = await startStep(job, name, work, clock, start);
  if (done === undefined) return;
  await done.log.end(done.closing);
  await endStep(done.row, name, true, clock);
}

/**
 * Runs the beginning of a step that waits: it stays open, and its log section with it, until `endWaitingStep`. Answers
 * what it has begun and what `work` answered; undefined when the step has succeeded before.
 */
export async function startStep(
  job: string | JobRow,
  name: string,
  work: StepWork,
  clock: Pick<Clock, "now"> = systemClock,
  start = recordStart,
): Promise<{ readonly row: JobRow; readonly log: SystemLog; readonly closing: string | undefined } | undefined> {
  const row = typeof job === "string" ? await activeJob(job) : job;
  const number = stepNumber(row.type, name);
  if (row.steps[stepKey(row.attempt, number)]?.ok === true) return undefined;
  const begun = await start(row, name, clock);
  if (begun === undefined) {
    await activeJob(row.id);
    throw new VintnerError("STALE_ATTEMPT", `Attempt ${row.attempt} of the job is over`);
  }
  const [log] = await Promise.all([systemLog(begun, number, clock), publishJob(begun)]);
  try {
    const closing = (await work(begun, log)) ?? undefined;
    return { row: begun, log, closing };
  } catch (error) {
    await tellFailure(begun, name, log, error, clock);
    throw error;
  }
}

/** The job, while there is something left to do for it. */
export async function activeJob(jobId: string): Promise<JobRow> {
  const row = await existingJob(jobId);
  if (isCancelled(row)) throw new VintnerError("JOB_CANCELLED", "The job was cancelled");
  if (isTerminal(row.status)) throw new VintnerError("JOB_TERMINAL", `The job has already ended: ${row.status}`);
  return row;
}

/** The step's own error matters more than one met while telling it. */
async function tellFailure(
  row: JobRow,
  name: string,
  log: SystemLog,
  error: unknown,
  clock: Pick<Clock, "now">,
): Promise<void> {
  try {
    await log.end(error instanceof Error ? error.message : String(error));
    await endStep(row, name, false, clock);
  } catch (met) {
    logEvent("step_failure_not_recorded", { job_id: row.id, step: name, error: met });
  }
}
