import { VintnerError } from "../../contract/errors.ts";
import { jobTypeFacts } from "../../contract/job-types.ts";
import { isCancelled } from "../../domain/is-cancelled.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { jobToken } from "../../domain/job-token.ts";
import { leaseFrom } from "../../domain/staleness.ts";
import { hashToken } from "../../domain/tokens.ts";
import { changeJob, existingJob } from "../../store/jobs.ts";

export interface ClaimRequest {
  readonly workerId: string;
  readonly workerToken: string;
  readonly requestId: string;
}

/**
 * Gives its job to the platform runner. One write claims it, with token and lease; the same request id gets the same job
 * again. Undefined: the job was cancelled, and its runner ends without having started Terraform.
 */
export async function claimForPlatform(
  request: ClaimRequest,
  jobId: string | undefined,
  now: Date,
): Promise<JobRow | undefined> {
  if (jobId === undefined) {
    const errors = [{ pointer: "/job_id", detail: "is needed from the platform runner" }];
    throw new VintnerError("INVALID_REQUEST", "The platform runner names its job", { errors });
  }
  for (;;) {
    const row = await existingJob(jobId);
    if (isCancelled(row)) return undefined;
    refuseUnlessClaimable(row, request);
    if (row.claim !== undefined) return row;
    const claimed = await write(row, request, now);
    // Undefined: the row moved since it was read; reading again tells how.
    if (claimed !== undefined) return claimed;
  }
}

function refuseUnlessClaimable(row: JobRow, { workerId, requestId }: ClaimRequest): void {
  if (jobTypeFacts[row.type].runsOn !== "platform") {
    throw new VintnerError("FORBIDDEN", "This kind of job does not run on the platform runner");
  }
  if (row.open === undefined) throw new VintnerError("JOB_CLOSED", "The job is closed");
  if (row.status !== "PROCESSING") throw new VintnerError("STALE_ATTEMPT", `The job is ${row.status}`);
  const { claim: held } = row;
  if (held !== undefined && (held.worker_id !== workerId || held.request_id !== requestId)) {
    throw new VintnerError("STALE_ATTEMPT", "Another runner has claimed this attempt of the job");
  }
}

function write(row: JobRow, request: ClaimRequest, now: Date): Promise<JobRow | undefined> {
  return changeJob(row.id, {
    set: { ...claimed(row, request, now), waiting: null },
    when: { status: ["PROCESSING"], attempt: row.attempt, notClosed: true, absent: ["claim"] },
  });
}

/** What a claim leaves in the row, whoever claims: of the token a hash alone. */
export function claimed(row: Pick<JobRow, "id" | "attempt">, request: ClaimRequest, now: Date): Partial<JobRow> {
  return {
    claim: { worker_id: request.workerId, request_id: request.requestId, at: now.toISOString() },
    job_token_hash: hashToken(tokenFor(row, request)),
    lease_expires_at: leaseFrom(now),
  };
}

export function tokenFor(row: Pick<JobRow, "id" | "attempt">, { workerToken, requestId }: ClaimRequest): string {
  return jobToken(workerToken, { jobId: row.id, attempt: row.attempt, requestId });
}
