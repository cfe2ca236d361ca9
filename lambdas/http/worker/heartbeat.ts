import { VintnerError } from "../../contract/errors.ts";
import type { Heartbeat } from "../../contract/worker.ts";
import { isCancelled } from "../../domain/is-cancelled.ts";
import { leaseFrom } from "../../domain/staleness.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import { changeJob } from "../../store/jobs.ts";
import { changeTendril } from "../../store/tendrils.ts";
import { heldJob } from "./worker-job.ts";

/** An instance that was silent for so long has been replaced: it leaves the row. */
const forgetAfterMillis = 10 * 60_000;

/** Records the heartbeat of one instance of a Tendril; undefined when the Tendril was removed meanwhile. */
export function recordInstance(row: TendrilRow, heartbeat: Heartbeat, now: Date): Promise<TendrilRow | undefined> {
  const { instance_id: id, version, draining, job } = heartbeat;
  const oldest = new Date(now.getTime() - forgetAfterMillis).toISOString();
  const removeInstances = Object.entries(row.instances)
    .filter(([other, { last_heartbeat_at }]) => other !== id && last_heartbeat_at < oldest)
    .map(([other]) => other);
  return changeTendril(row.id, {
    setInstance: { id, instance: { version, draining, job_id: job?.id ?? null, last_heartbeat_at: now.toISOString() } },
    removeInstances,
    // A token that was taken away between check and write must not bring the Tendril back.
    when: row.token_hash === undefined ? {} : { equals: { token_hash: row.token_hash } },
  });
}

/** Renews the lease of the job that the worker runs; answers whether the job is to be cancelled. */
export async function renewLease(
  workerId: string,
  { id, attempt }: NonNullable<Heartbeat["job"]>,
  now: Date,
): Promise<{ readonly cancel: boolean }> {
  const { job_token_hash: jobTokenHash } = await heldJob(id, { workerId, attempt }, now);
  const when = { attempt, notClosed: true, jobTokenHash } as const;
  const renewed = await changeJob(id, { set: { lease_expires_at: leaseFrom(now) }, when });
  if (renewed === undefined) throw new VintnerError("STALE_ATTEMPT", "The job was taken from its runner");
  return { cancel: isCancelled(renewed) };
}
