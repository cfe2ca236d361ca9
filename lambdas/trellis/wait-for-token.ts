import { stepNumber } from "../contract/job-types.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import { VintnerError } from "../contract/errors.ts";
import { stepKey, type JobRow, type Wait } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import { lastChunkOf } from "../store/job-logs.ts";
import type { Clock } from "./clock.ts";
import { endStep } from "./steps.ts";
import { systemLog } from "./system-log.ts";

/** Keeps the token of a step that begins to wait. Whoever comes after this finds it. */
export async function keepWait(
  row: JobRow,
  { step, token, since }: { readonly step: Wait["step"]; readonly token: string; readonly since: string },
  taskTokens: Pick<TaskTokens, "seal">,
): Promise<void> {
  const wait: Wait = { step, sealed_token: await taskTokens.seal(token, row.id), since };
  const kept = await changeJob(row.id, { set: { wait }, when: { attempt: row.attempt, notClosed: true } });
  if (kept === undefined) throw new VintnerError("STALE_ATTEMPT", `Attempt ${row.attempt} of the job is over`);
}

/** Ends a step that has waited, with a closing line, and forgets its token. A repeat finds it done. */
export async function endWaitingStep(
  row: JobRow,
  { name, ok, line }: { readonly name: Wait["step"]; readonly ok: boolean; readonly line: string },
  clock: Pick<Clock, "now">,
): Promise<void> {
  const number = stepNumber(row.type, name);
  const key = stepKey(row.attempt, number);
  const step = row.steps[key];
  if (step !== undefined && step.ended_at === null) {
    if ((await lastChunkOf(row.id, key))?.last !== true) await (await systemLog(row, number, clock)).end(line);
    await endStep(row, name, ok, clock);
  }
  await changeJob(row.id, { remove: ["wait"], when: { attempt: row.attempt, notClosed: true } });
}
