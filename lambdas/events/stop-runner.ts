import type { RunnerTasks } from "../cloud/runner-task.ts";
import type { JobRow } from "../domain/job-row.ts";
import { logEvent } from "../trellis/log-event.ts";

/** Stops the tasks of a job's runner; true once none of them is left. ECS gives a task its `stopTimeout` first. */
export async function stopRunner(row: JobRow, tasks: RunnerTasks, reason: string): Promise<boolean> {
  const alive = (await tasks.ofJob(row.id)).filter((task) => !task.stopped);
  for (const task of alive) {
    logEvent("runner_stopped", { job_id: row.id, detail: reason });
    await tasks.stop(task.arn, reason);
  }
  return alive.length === 0;
}
