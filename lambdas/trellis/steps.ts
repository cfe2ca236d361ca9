import type { JobStatus } from "../contract/job.ts";
import { stepNumber } from "../contract/job-types.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import { changeJob, type JobChange } from "../store/jobs.ts";
import { systemClock, type Clock } from "./clock.ts";
import { publishJob } from "./publish-job.ts";

/** Records that a step of the job's attempt has begun, as `recordStart` does, and pushes it. */
export async function beginStep(
  row: JobRow,
  name: string,
  clock: Pick<Clock, "now"> = systemClock,
): Promise<JobRow | undefined> {
  const changed = await recordStart(row, name, clock);
  if (changed !== undefined) await publishJob(changed);
  return changed;
}

/**
 * A retried state begins again and keeps the first start. Undefined when the job is closed or in another attempt, or not
 * in one of the statuses of `also`, which is changed in the same write.
 */
export async function recordStart(
  row: JobRow,
  name: string,
  clock: Pick<Clock, "now">,
  also: { readonly set?: JobChange["set"]; readonly status?: readonly JobStatus[] } = {},
): Promise<JobRow | undefined> {
  const number = stepNumber(row.type, name);
  const known = row.steps[stepKey(row.attempt, number)];
  const started_at = known?.started_at ?? clock.now().toISOString();
  return changeJob(row.id, {
    ...(also.set && { set: also.set }),
    setStep: { number, name, attempt: row.attempt, started_at, ended_at: null, ok: null },
    when: { attempt: row.attempt, notClosed: true, ...(also.status && { status: also.status }) },
  });
}

/** Records how a step ended and how many seconds it took, and pushes it. Undefined as in `beginStep`. */
export async function endStep(
  row: JobRow,
  name: string,
  ok: boolean,
  clock: Pick<Clock, "now"> = systemClock,
): Promise<JobRow | undefined> {
  const number = stepNumber(row.type, name);
  const now = clock.now();
  const started_at = row.steps[stepKey(row.attempt, number)]?.started_at ?? now.toISOString();
  const seconds = Math.round(now.getTime() - Date.parse(started_at)) / 1000;
  const changed = await changeJob(row.id, {
    setStep: { number, name, attempt: row.attempt, started_at, ended_at: now.toISOString(), ok },
    setAt: [{ path: ["execution_metadata", "seconds", name], value: seconds }],
    when: { attempt: row.attempt, notClosed: true },
  });
  if (changed !== undefined) await publishJob(changed);
  return changed;
}
