import { limits } from "../contract/limits.ts";
import type { Tendril, TendrilStatus } from "../contract/tendril.ts";
import { isDrainAsked } from "./drain.ts";
import { currentInstance, liveInstances, newestInstance } from "./staleness.ts";
import type { TendrilRow } from "./tendril-row.ts";

/** The Tendril as the API answers it; its status follows from the time since its heartbeats. */
export function presentTendril(row: TendrilRow, now: Date, latestVersion: string): Tendril {
  const newest = newestInstance(row);
  const busy = liveInstances(row, now).find((instance) => instance.job_id !== null);
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    region: row.region,
    status: tendrilStatus(row, now),
    version: currentInstance(row, now)?.version ?? null,
    latest_version: latestVersion,
    current_job_id: busy?.job_id ?? null,
    last_heartbeat_at: newest?.last_heartbeat_at ?? null,
    created_at: row.created_at,
  };
}

/** A Fargate task pulls its image and boots within this; after it, silence is OFFLINE. */
const startingSeconds = 5 * limits.tendrilOfflineSeconds;

export function tendrilStatus(row: TendrilRow, now: Date): TendrilStatus {
  const live = liveInstances(row, now);
  if (live.some(({ id, draining }) => !draining && !isDrainAsked(row, id))) return "ONLINE";
  if (live.length > 0) return "DRAINING";
  if (newestInstance(row) !== undefined || row.registered_at === undefined) return "OFFLINE";
  const waitingSeconds = (now.getTime() - Date.parse(row.registered_at)) / 1000;
  return waitingSeconds < startingSeconds ? "STARTING" : "OFFLINE";
}
