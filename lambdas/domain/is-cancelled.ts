import type { JobRow } from "./job-row.ts";

/** A person has asked for the job to stop: whoever works on it says so and ends. */
export function isCancelled(row: Pick<JobRow, "status" | "stop">): boolean {
  return row.status === "CANCELLED" || row.stop !== null;
}
