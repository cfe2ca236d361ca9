import { VintnerError } from "../../contract/errors.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { isLeaseExpired } from "../../domain/staleness.ts";
import { hashToken, sameSecret } from "../../domain/tokens.ts";
import { existingJob } from "../../store/jobs.ts";

export interface Holder {
  readonly workerId: string;
  /** Without one, the job's token alone tells the attempt: each has its own. */
  readonly attempt?: number;
}

export interface TokenHolder extends Holder {
  readonly jobToken: string | undefined;
}

/** The row of a job that a worker has claimed and still holds, as far as could be told when it was read. */
export type HeldJob = JobRow & { readonly job_token_hash: string };

/** The job that a runner works on, for one that shows the job's token. */
export async function workerJob(jobId: string, holder: TokenHolder, now: Date): Promise<HeldJob> {
  return checkedForToken(await existingJob(jobId), holder, now);
}

/** The job, if it is still the worker's own in this attempt. */
export async function heldJob(jobId: string, holder: Holder, now: Date): Promise<HeldJob> {
  return checkedForHolder(await existingJob(jobId), holder, now);
}

/** Throws WORKER_REJECTED, or what `checkedForHolder` throws. */
export function checkedForToken(row: JobRow, holder: TokenHolder, now: Date): HeldJob {
  const held = checkedForHolder(row, holder, now);
  if (holder.jobToken === undefined || !sameSecret(hashToken(holder.jobToken), held.job_token_hash)) {
    throw new VintnerError("WORKER_REJECTED", "The job token is missing or not valid");
  }
  return held;
}

/**
 * Throws FORBIDDEN, JOB_CLOSED or STALE_ATTEMPT. A lease that ran out is as lost as one that was taken: the sweep may be
 * about to stop the runner's task, and a runner that comes back must not write a line more.
 */
function checkedForHolder(row: JobRow, { workerId, attempt }: Holder, now: Date): HeldJob {
  if (row.claim !== undefined && row.claim.worker_id !== workerId) {
    throw new VintnerError("FORBIDDEN", "The job belongs to another worker");
  }
  if (row.open === undefined) throw new VintnerError("JOB_CLOSED", "The job is closed");
  const { claim, job_token_hash } = row;
  if (claim === undefined || job_token_hash === undefined || row.attempt !== (attempt ?? row.attempt)) {
    throw new VintnerError("STALE_ATTEMPT", `Attempt ${attempt ?? row.attempt} of the job is over, or not yet claimed`);
  }
  if (isLeaseExpired(row.lease_expires_at, now)) {
    throw new VintnerError("STALE_ATTEMPT", "No heartbeat came in time: the job was taken from its runner");
  }
  return { ...row, job_token_hash };
}
