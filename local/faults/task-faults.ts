import * as z from "zod";
import type { Ecs } from "../cloud/ecs.ts";
import type { TaskRunner } from "../states/ecs-integration.ts";
import { defineFault, type Fault } from "./fault.ts";

export interface TaskFaults {
  /** The tasks' own API, watched: a fault finds the runner of a job by it. */
  readonly runner: TaskRunner;
  readonly faults: readonly Fault[];
}

const counted = z.strictObject({ count: z.int().min(1).max(1000).default(1) });

/** Faults of ECS tasks. A job's runner is found by its group, `job:<id>`. */
export function createTaskFaults(ecs: Ecs): TaskFaults {
  const latest = new Map<string, string>();
  const clear = (): void => ecs.faults.clear();
  return {
    runner: {
      stopTask: (request, region) => ecs.stopTask(request, region),
      waitUntilStopped: (taskArn) => ecs.waitUntilStopped(taskArn),
      async runTask(request, region) {
        const answer = await ecs.runTask(request, region);
        for (const task of answer.tasks) latest.set(task.group, task.taskArn);
        return answer;
      },
    },
    faults: [
      defineFault({
        part: "ecs",
        fault: "no-capacity",
        description: "The next `count` tries to run a task are answered 200 with `failures`, and no task.",
        schema: counted,
        apply: ({ count }) => ecs.faults.noCapacity(count),
        clear,
      }),
      defineFault({
        part: "ecs",
        fault: "cannot-pull-image",
        description: "The next `count` tasks stop with CannotPullContainerError.",
        schema: counted,
        apply: ({ count }) => ecs.faults.cannotPullImage(count),
        clear,
      }),
      defineFault({
        part: "ecs",
        fault: "exit-at-start",
        description:
          "The containers of the next `count` tasks exit with `exit_code` in place of running their command.",
        schema: counted.extend({ exit_code: z.int().min(0).max(255).default(1) }),
        apply: ({ count, exit_code }) => ecs.faults.exitBeforeStart(exit_code, count),
        clear,
      }),
      defineFault({
        part: "ecs",
        fault: "kill-runner",
        description: "The runner of the job `job_id` gets a SIGKILL now.",
        schema: z.strictObject({ job_id: z.uuid() }),
        apply: ({ job_id }) => ({ killed: kill(ecs, latest.get(`job:${job_id}`)) }),
      }),
      defineFault({
        part: "ecs",
        fault: "kill-task",
        description: "The first container of the task `task_arn` gets a SIGKILL now.",
        schema: z.strictObject({ task_arn: z.string() }),
        apply: ({ task_arn }) => ({ killed: kill(ecs, task_arn) }),
      }),
    ],
  };
}

/** Tells the process that was killed; none when it is not running. */
function kill(ecs: Ecs, taskArn: string | undefined): number | null {
  const pid = taskArn === undefined ? undefined : ecs.processIdOf(taskArn);
  if (pid === undefined) return null;
  process.kill(pid, "SIGKILL");
  return pid;
}
