import { jobTypeFacts } from "../contract/job-types.ts";
import type { Person } from "../contract/person.ts";
import { topics } from "../contract/realtime.ts";
import { platformWorkerId } from "../contract/worker.ts";
import type { RunnerTasks } from "../cloud/runner-task.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import { decideCancel } from "../domain/decide-cancel.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import type { Clock } from "./clock.ts";
import { publish } from "./publish.ts";
import { publishJob } from "./publish-job.ts";
import { tendWait } from "./tend-wait.ts";

export interface CancelDependencies {
  readonly clock: Clock;
  readonly runnerTasks: RunnerTasks;
  readonly taskTokens: Pick<TaskTokens, "succeed" | "fail">;
}

export interface CancelRequest {
  readonly person: Person;
  readonly force: boolean;
}

/**
 * Cancels a job, or stops the runner of one that was cancelled: the platform's task from outside; a Tendril, which may run
 * other jobs later, by taking the job from it. A step that waits by task token hears of it by the token: at once, and once
 * more when forced. Answers the job; undefined when there is none.
 */
export async function cancelJob(
  id: string,
  { person, force }: CancelRequest,
  { clock, runnerTasks, taskTokens }: CancelDependencies,
): Promise<JobRow | undefined> {
  for (;;) {
    const row = await getJob(id);
    if (row === undefined) return undefined;
    const decision = decideCancel(row, person, force, clock.now());
    if (decision.kind === "asked") return row;
    const changed = await changeJob(id, { set: decision.set, when: { status: [row.status], notClosed: true } });
    // The job moved since it was read: the new status decides anew.
    if (changed === undefined) continue;
    if (decision.kind === "force") await stopTasks(changed, person, runnerTasks);
    else await publish(topics.tendril(runnerOf(changed)), { type: "cancel", job_id: id });
    if (changed.wait !== undefined) await tendWait(id, { clock, taskTokens });
    await publishJob(changed);
    return changed;
  }
}

function runnerOf(row: JobRow): string {
  return runsOnTendril(row) && row.tendril_id !== null ? row.tendril_id : platformWorkerId;
}

function runsOnTendril({ type }: JobRow): boolean {
  return jobTypeFacts[type].runsOn === "tendril";
}

async function stopTasks(row: JobRow, person: Person, tasks: RunnerTasks): Promise<void> {
  if (runsOnTendril(row)) return;
  const running = (await tasks.ofJob(row.id)).filter((task) => !task.stopped);
  await Promise.all(running.map((task) => tasks.stop(task.arn, `Forced by ${person.name}`)));
}
