import { VintnerError } from "../../contract/errors.ts";
import { mayClaim } from "../../domain/await-tendril.ts";
import { queueOf, queueOfClaim } from "../../domain/job-queue.ts";
import type { JobRow } from "../../domain/job-row.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import { jobsIn, type QueuedJob } from "../../store/job-queues.ts";
import { changeJob, getJob } from "../../store/jobs.ts";
import { closeWaitingStep } from "../../trellis/wait-for-token.ts";
import { claimed, type ClaimRequest } from "./claim.ts";

/**
 * Gives a Tendril the job that waits longest for it or for any; the same request id gets the same job again. Undefined:
 * there is nothing to do, or the Tendril is on its way out.
 */
export async function claimForTendril(
  request: ClaimRequest,
  tendril: TendrilRow,
  jobId: string | undefined,
  now: Date,
): Promise<JobRow | undefined> {
  if (jobId !== undefined) {
    const errors = [{ pointer: "/job_id", detail: "is of the platform runner alone" }];
    throw new VintnerError("INVALID_REQUEST", "A Tendril takes the job that waits longest", { errors });
  }
  const row = await takeJob(request, tendril, now);
  if (row === undefined) return undefined;
  const line = `Tendril ${tendril.name} took the job`;
  await closeWaitingStep(row, { name: "Await Tendril", ok: true, line }, { now: () => now });
  // Its log has grown meanwhile: the Tendril goes on behind what it holds.
  return (await getJob(row.id)) ?? row;
}

/** So many are tried before the queue is read again: where many claim at once, what was read is soon gone. */
const triesOfOneReading = 3;

/**
 * Takes a job from QUEUED to PROCESSING by one write, which one of many Tendrils does first. Equal requests come one
 * after the other; should two come at once and get a job each, the lease of the one that nobody works on runs out.
 */
export async function takeJob(request: ClaimRequest, tendril: TendrilRow, now: Date): Promise<JobRow | undefined> {
  const before = await claimedBefore(request);
  if (before !== undefined || !mayClaim(tendril, now)) return before;
  const tried = new Set<string>();
  for (;;) {
    const jobs = await untried(tendril, tried);
    if (jobs.length === 0) return undefined;
    for (const job of inOrder(jobs, request.requestId).slice(0, triesOfOneReading)) {
      const row = await write(job, request, tendril, now);
      if (row !== undefined) return row;
      tried.add(job.id);
    }
  }
}

/** What an equal request was given. */
async function claimedBefore({ workerId, requestId }: ClaimRequest): Promise<JobRow | undefined> {
  for await (const [job] of jobsIn([queueOfClaim(workerId, requestId)])) {
    const row = job && (await getJob(job.id));
    if (row?.claim?.request_id === requestId) return row;
  }
  return undefined;
}

/** Some of the oldest jobs that the Tendril may claim and has not tried yet. */
async function untried({ id }: TendrilRow, tried: ReadonlySet<string>): Promise<readonly QueuedJob[]> {
  for await (const page of jobsIn([queueOf(id), queueOf(null)])) {
    const jobs = page.filter((job) => !tried.has(job.id));
    if (jobs.length > 0) return jobs;
  }
  return [];
}

function write(
  job: QueuedJob,
  request: ClaimRequest,
  { id, name }: TendrilRow,
  now: Date,
): Promise<JobRow | undefined> {
  return changeJob(job.id, {
    set: {
      ...claimed(job, request, now),
      ...{ status: "PROCESSING", started_at: job.started_at ?? now.toISOString(), waiting: null },
      ...{ tendril_id: id, tendril_name: name, queue: queueOfClaim(id, request.requestId) },
    },
    when: {
      status: ["QUEUED"],
      attempt: job.attempt,
      notClosed: true,
      absent: ["claim"],
      equals: { queue: job.queue },
    },
  });
}

/**
 * One of the older quarter first, so the oldest where few jobs wait; then any. The order differs from request to request,
 * so that many Tendrils that come at once do not fight for each job in turn.
 */
function inOrder(jobs: readonly QueuedJob[], requestId: string): readonly QueuedJob[] {
  const bits = (uuid: string): number => Number.parseInt(uuid.slice(0, 8), 16);
  const place = ({ id }: QueuedJob): number => (bits(id) ^ bits(requestId)) >>> 0;
  const older = new Set(jobs.slice(0, Math.ceil(jobs.length / 4)));
  const mixed = jobs.toSorted((one, other) => place(one) - place(other));
  const first = mixed.find((job) => older.has(job));
  return first === undefined ? [] : [first, ...mixed.filter((job) => job !== first)];
}
