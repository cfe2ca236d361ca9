import type { Job } from "../contract/job.ts";
import { tendrilStatus } from "./present-tendril.ts";
import { liveInstances } from "./staleness.ts";
import type { TendrilRow } from "./tendril-row.ts";

type Waiting = NonNullable<Job["waiting"]>;

/** Why a job waits for one Tendril, for a person. */
export function waitingFor(tendril: TendrilRow, now: Date): Waiting {
  const detail = `Waiting for Tendril ${tendril.name}`;
  const status = tendrilStatus(tendril, now);
  if (status !== "ONLINE") return { code: "NO_TENDRIL", detail: `${detail}, which is ${words[status]}` };
  if (isBusy(tendril, now)) return { code: "TENDRIL_BUSY", detail: `${detail}, which runs another job` };
  return { code: "TENDRIL_CALLED", detail };
}

/** Why a job that any Tendril may take waits. */
export function waitingForAny(online: readonly TendrilRow[], now: Date): Waiting {
  const detail = "Waiting for any Tendril";
  if (online.length === 0) return { code: "NO_TENDRIL", detail: `${detail}: none is online` };
  if (online.some((tendril) => !isBusy(tendril, now))) return { code: "TENDRIL_CALLED", detail };
  return { code: "TENDRIL_BUSY", detail: `${detail}: those that are online run other jobs` };
}

export function onlineOf(tendrils: readonly TendrilRow[], now: Date): readonly TendrilRow[] {
  return tendrils.filter((tendril) => tendrilStatus(tendril, now) === "ONLINE");
}

/** Whether a Tendril may have a job: one that is on its way out, by an order or by itself, gets none. */
export function mayClaim(tendril: TendrilRow, now: Date): boolean {
  const isLeaving = tendril.drain_job_id !== undefined && tendril.drain_instances === undefined;
  return !isLeaving && tendrilStatus(tendril, now) !== "DRAINING";
}

function isBusy(tendril: TendrilRow, now: Date): boolean {
  return liveInstances(tendril, now).some(({ job_id }) => job_id !== null);
}

const words = { STARTING: "starting", DRAINING: "draining", OFFLINE: "offline", ASLEEP: "asleep" } as const;
