import { stateMachineOf } from "../trellis/start-execution.ts";
import { getJob } from "../store/jobs.ts";
import type { StatusChange } from "./status-change.ts";
import { tendJob, type Tending } from "./tend-job.ts";

/**
 * Looks after the job whose execution has changed its status. The event's own word counts, since DescribeExecution may
 * lag behind it; an execution of another machine that bears a job's name does not.
 */
export async function closeByEvent({ detail }: StatusChange, tending: Tending): Promise<void> {
  const row = await getJob(detail.name);
  if (row === undefined || stateMachineOf(row.type) !== detail.stateMachineArn) return;
  const { status, error, cause } = detail;
  await tendJob(row.id, tending, { status, error: error ?? undefined, cause: cause ?? undefined });
}
