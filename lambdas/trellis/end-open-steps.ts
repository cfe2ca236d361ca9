import { beginStepNumber, jobTypeFacts, reportStepNumber, stepName } from "../contract/job-types.ts";
import { VintnerError } from "../contract/errors.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import { lastChunkOf } from "../store/job-logs.ts";
import { systemClock, type Clock } from "./clock.ts";
import { systemLog } from "./system-log.ts";

/**
 * Ends every step whose writer is gone: a SYSTEM line that says why and the last chunk, so that readers can go on. Call
 * it once the writers are proven gone: when a run is settled, before a requeue, and at close. A step in which nothing
 * was written gets its last chunk too. `except` names a step of this attempt that its living writer will end itself.
 */
export async function endOpenSteps(
  row: JobRow,
  line: string,
  clock: Pick<Clock, "now"> = systemClock,
  except?: number,
): Promise<void> {
  const numbers = [beginStepNumber, ...jobTypeFacts[row.type].steps.map((_, index) => index + 1), reportStepNumber];
  for (let attempt = 1; attempt <= row.attempt; attempt += 1) {
    for (const number of numbers) {
      if (attempt === row.attempt && number === except) continue;
      await endStepOf(row, attempt, number, line, clock);
    }
  }
}

async function endStepOf(
  row: JobRow,
  attempt: number,
  number: number,
  line: string,
  clock: Pick<Clock, "now">,
): Promise<void> {
  const step = row.steps[stepKey(attempt, number)];
  const last = await lastChunkOf(row.id, stepKey(attempt, number));
  if (step === undefined && last === undefined) return;
  if (last?.last !== true) await endLog(row, attempt, number, line, clock);
  if (step?.ended_at === null || step === undefined) {
    const at = clock.now().toISOString();
    const name = step?.name ?? stepName(row.type, number);
    const setStep = { number, name, attempt, started_at: step?.started_at ?? at, ended_at: at, ok: false };
    await changeJob(row.id, { setStep, when: { attempt: row.attempt, notClosed: true } });
  }
}

/** Writes the last chunk of a step, unless it is there. */
export async function endLog(
  row: JobRow,
  attempt: number,
  number: number,
  line: string,
  clock: Pick<Clock, "now">,
): Promise<void> {
  const log = await systemLog(row, number, clock, attempt);
  // Another one, woken by the same end, may be done with it by now, or be writing the same key at this moment.
  if (log.isEnded) return;
  try {
    await log.end(line);
  } catch (error) {
    if (!(error instanceof VintnerError && error.code === "LOG_CONFLICT")) throw error;
  }
}
