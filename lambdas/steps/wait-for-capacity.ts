import { VintnerError } from "../contract/errors.ts";
import { nextPlacement, type Placement } from "../domain/capacity.ts";
import type { CaughtError } from "../domain/run-end.ts";
import { changeJob } from "../store/jobs.ts";
import { publishJob } from "../trellis/publish-job.ts";
import { activeJob } from "../trellis/run-step.ts";

/** Shows that the job waits for capacity, and says where and when the next try is. */
export async function waitForCapacity(jobId: string, caught: CaughtError, before: Placement): Promise<Placement> {
  const row = await activeJob(jobId);
  const { placement, reason } = nextPlacement(before, caught);
  const detail = `waiting for capacity: ECS had no room for the runner (${reason}). Next try in ${placement.seconds} s, in another subnet`;
  const waiting = { code: "WAITING_FOR_CAPACITY", detail };
  const changed = await changeJob(jobId, { set: { waiting }, when: { attempt: row.attempt, status: ["PROCESSING"] } });
  if (changed === undefined) throw new VintnerError("STALE_ATTEMPT", "The job moved on while it waited for capacity");
  await publishJob(changed);
  return placement;
}
