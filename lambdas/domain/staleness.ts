import { limits } from "../contract/limits.ts";
import { isDrainAsked } from "./drain.ts";
import type { TendrilInstance, TendrilRow } from "./tendril-row.ts";

/** The instances that were heard within the last 60 s, with their ids. */
export function liveInstances(row: TendrilRow, now: Date): readonly (TendrilInstance & { readonly id: string })[] {
  const oldest = now.getTime() - limits.tendrilOfflineSeconds * 1000;
  return Object.entries(row.instances)
    .map(([id, instance]) => ({ ...instance, id }))
    .filter((instance) => Date.parse(instance.last_heartbeat_at) > oldest);
}

/** The instance that was heard last. */
export function newestInstance(row: TendrilRow): TendrilInstance | undefined {
  return newestOf(Object.values(row.instances));
}

/** The instance that works on: an old one that is on its way out may well be heard after its successor. */
export function currentInstance(row: TendrilRow, now: Date): TendrilInstance | undefined {
  const staying = liveInstances(row, now).filter(({ id, draining }) => !draining && !isDrainAsked(row, id));
  return newestOf(staying) ?? newestInstance(row);
}

function newestOf(instances: readonly TendrilInstance[]): TendrilInstance | undefined {
  return instances.reduce<TendrilInstance | undefined>(
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
