import { stepNumber } from "../contract/job-types.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import { VintnerError } from "../contract/errors.ts";
import { stepKey, type JobRow, type Wait } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import type { Clock } from "./clock.ts";
import { endLog } from "./end-open-steps.ts";
import { endStep } from "./steps.ts";

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

interface WaitEnd {
  readonly name: Wait["step"];
  readonly ok: boolean;
  readonly line: string;
}

/** Ends a step that has waited, with a closing line, and forgets its token. A repeat finds it done. */
export async function endWaitingStep(row: JobRow, end: WaitEnd, clock: Pick<Clock, "now">): Promise<void> {
  await closeWaitingStep(row, end, clock);
  await changeJob(row.id, { remove: ["wait"], when: { attempt: row.attempt, notClosed: true } });
}

/** The same for a state of the machine that waits on behind the step: its token is kept. */
export async function closeWaitingStep(
  row: JobRow,
  { name, ok, line }: WaitEnd,
  clock: Pick<Clock, "now">,
): Promise<void> {
  const number = stepNumber(row.type, name);
  const step = row.steps[stepKey(row.attempt, number)];
  if (step === undefined || step.ended_at !== null) return;
  await endLog(row, row.attempt, number, line, clock);
  await endStep(row, name, ok, clock);
}
