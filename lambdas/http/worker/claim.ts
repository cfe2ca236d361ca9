import { VintnerError } from "../../contract/errors.ts";
import { jobTypeFacts } from "../../contract/job-types.ts";
import { platformWorkerId, type ClaimAnswer } from "../../contract/worker.ts";
import { isCancelled } from "../../domain/is-cancelled.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { jobToken } from "../../domain/job-token.ts";
import { presentJob } from "../../domain/present-job.ts";
import { leaseFrom } from "../../domain/staleness.ts";
import { hashToken } from "../../domain/tokens.ts";
import { changeJob, getJob } from "../../store/jobs.ts";
import { workOf, type WorkSettings } from "./work.ts";

export interface ClaimRequest {
  readonly workerId: string;
  readonly workerToken: string;
  readonly requestId: string;
  readonly jobId?: string | undefined;
}

/**
 * Gives a job to the runner that asks first. One write claims it, with token and lease; the same request id gets the
 * same answer again. Undefined: there is nothing to do, which is also what the runner of a cancelled job hears, so
 * that it ends without having started Terraform.
 */
export async function claim(
  request: ClaimRequest,
  settings: WorkSettings,
  now: Date,
): Promise<ClaimAnswer | undefined> {
  if (request.workerId !== platformWorkerId) return undefined;
  const { jobId } = request;
  if (jobId === undefined) {
    const errors = [{ pointer: "/job_id", detail: "is needed from the platform runner" }];
    throw new VintnerError("INVALID_REQUEST", "The platform runner names its job", { errors });
  }
  for (;;) {
    const row = await getJob(jobId);
    if (row === undefined) throw new VintnerError("NOT_FOUND", "There is no such job");
    if (isCancelled(row)) return undefined;
    refuseUnlessClaimable(row, request);
    const claimed = row.claim === undefined ? await write(row, request, now) : row;
    // Undefined: the row moved since it was read; reading again tells how.
    if (claimed === undefined) continue;
    const token = tokenFor(claimed, request);
    return { job: presentJob(claimed), work: workOf(claimed, settings), job_token: token };
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
    set: {
      claim: { worker_id: request.workerId, request_id: request.requestId, at: now.toISOString() },
      job_token_hash: hashToken(tokenFor(row, request)),
      lease_expires_at: leaseFrom(now),
      waiting: null,
    },
    when: { status: ["PROCESSING"], attempt: row.attempt, notClosed: true, absent: ["claim"] },
  });
}

function tokenFor(row: JobRow, { workerToken, requestId }: ClaimRequest): string {
  return jobToken(workerToken, { jobId: row.id, attempt: row.attempt, requestId });
}
