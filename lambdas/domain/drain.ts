import type { TendrilRow } from "./tendril-row.ts";

/** Whether an instance is asked to claim nothing more. An update drains the old instances, a removal all of them. */
export function isDrainAsked(row: TendrilRow, instanceId: string): boolean {
  return row.drain_instances?.includes(instanceId) ?? row.drain_job_id !== undefined;
}
