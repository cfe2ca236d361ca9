import type { RunnerTasks } from "../cloud/runner-task.ts";
import { jobTypeFacts } from "../contract/job-types.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import { logEvent } from "../trellis/log-event.ts";

/**
 * Stops the tasks of a job's runner; true once none of them is left. ECS gives a task its `stopTimeout` first. A Tendril
 * is not stopped, since it has more than this job: the job is taken from it, and it ends its Terraform when it hears so.
 */
export async function stopRunner(row: JobRow, tasks: RunnerTasks, reason: string): Promise<boolean> {
  if (jobTypeFacts[row.type].runsOn === "tendril") {
    await changeJob(row.id, { remove: ["job_token_hash"], when: { attempt: row.attempt, notClosed: true } });
    return true;
  }
  const alive = (await tasks.ofJob(row.id)).filter((task) => !task.stopped);
  for (const task of alive) {
    logEvent("runner_stopped", { job_id: row.id, detail: reason });
    await tasks.stop(task.arn, reason);
  }
  return alive.length === 0;
}
