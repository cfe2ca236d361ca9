import { limits } from "../contract/limits.ts";
import type { TendrilInstance, TendrilRow } from "./tendril-row.ts";

/** The instances that were heard within the last 60 s. */
export function liveInstances(row: TendrilRow, now: Date): readonly TendrilInstance[] {
  const oldest = now.getTime() - limits.tendrilOfflineSeconds * 1000;
  return Object.values(row.instances).filter((instance) => Date.parse(instance.last_heartbeat_at) > oldest);
}

/** The instance that was heard last. */
export function newestInstance(row: TendrilRow): TendrilInstance | undefined {
  return Object.values(row.instances).reduce<TendrilInstance | undefined>(
    (newest, instance) =>
      newest === undefined || instance.last_heartbeat_at > newest.last_heartbeat_at ? instance : newest,
    undefined,
  );
}

/** Whether the runner of a job has been silent for too long. A job without a lease has no runner to lose. */
export function isLeaseExpired(lease: string | undefined, now: Date): boolean {
  return lease !== undefined && Date.parse(lease) <= now.getTime();
}

/** The end of the lease that a heartbeat at `now` gives. */
export function leaseFrom(now: Date): string {
  return new Date(now.getTime() + limits.leaseSeconds * 1000).toISOString();
}
