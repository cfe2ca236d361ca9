import { VintnerError } from "../contract/errors.ts";
import { jobTypeFacts, reportStepNumber } from "../contract/job-types.ts";
import type { Chunk } from "../contract/log.ts";
import type { JobRow } from "./job-row.ts";
import { parseLogKey } from "./log-keys.ts";

/** Who writes: an attempt and, for a runner, the hash of the token that it was given with its claim. */
export interface Fence {
  readonly attempt: number;
  readonly jobTokenHash?: string;
}

/** Refuses a writer whose attempt is over, whose job is closed, or who holds the token of another. */
export function checkWriter(row: JobRow, fence: Fence): void {
  if (row.open === undefined) throw new VintnerError("JOB_CLOSED", "The job is closed: nothing more is stored.");
  if (row.attempt !== fence.attempt) {
    throw new VintnerError("STALE_ATTEMPT", `Attempt ${fence.attempt} is over; the job is in attempt ${row.attempt}.`);
  }
  if (fence.jobTokenHash !== undefined && row.job_token_hash !== fence.jobTokenHash) {
    throw new VintnerError("FORBIDDEN", "The job token does not serve this job.");
  }
}

/** Refuses keys of another attempt, of a step that the job's type does not have, and keys out of order. */
export function checkKeys(
  row: JobRow,
  fence: Fence,
  chunks: readonly Pick<Chunk, "key">[],
  missing: readonly string[],
): void {
  const steps = jobTypeFacts[row.type].steps.length;
  const check = (key: string, pointer: string, previous?: string): void => {
    const { attempt, step, n } = parseLogKey(key);
    const refuse = (detail: string): never => {
      throw new VintnerError("INVALID_REQUEST", `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
    };
    // Only the platform itself may end a step that an earlier attempt left open.
    const early = attempt < fence.attempt && fence.jobTokenHash === undefined;
    if (attempt !== fence.attempt && !early) refuse("is of another attempt");
    if (step > steps && step !== reportStepNumber) refuse("is of a step that this job does not have");
    if (n < 1) refuse("counts from 1");
    if (previous !== undefined && key <= previous) refuse("does not come after the one before it");
  };
  chunks.forEach(({ key }, index) => check(key, `/chunks/${index}/key`, chunks[index - 1]?.key));
  missing.forEach((key, index) => check(key, `/missing/${index}`));
}
