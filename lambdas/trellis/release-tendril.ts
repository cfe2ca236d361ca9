import type { JobRow } from "../domain/job-row.ts";
import { changeTendril } from "../store/tendrils.ts";
import type { Clock } from "./clock.ts";
import { publishTendril } from "./publish-tendril.ts";

/**
 * Takes back what an ended job asked of its Tendril. After a good update the old instances stay asked: they are on their
 * way out. After anything else the Tendril works on as before.
 */
export async function releaseTendril(row: JobRow, clock: Pick<Clock, "now">): Promise<void> {
  if (row.target.kind !== "tendril") return;
  const isDone = row.status === "SUCCESS";
  const released = await changeTendril(row.target.id, {
    remove: isDone ? ["drain_job_id"] : ["drain_job_id", "drain_instances", "drain_force"],
    when: { equals: { drain_job_id: row.id } },
  });
  if (released !== undefined) await publishTendril(released, clock.now());
}
