import type { Ecs } from "../cloud/ecs.ts";
import type { RunTaskRequest, Task } from "../cloud/ecs/shapes.ts";
import { toLowerCamel, toUpperCamel } from "./letter-case.ts";
import { TaskError } from "./states-error.ts";
import type { Integrations, TaskCall } from "./task-call.ts";

export type TaskRunner = Pick<Ecs, "runTask" | "stopTask" | "waitUntilStopped">;

/** Exceptions of RunTask that keep their names; Step Functions calls the others `ECS.AmazonECSException`. */
const namedExceptions = new Set([
  "AccessDeniedException",
  "BlockedException",
  "ClusterNotFoundException",
  "InvalidParameterException",
  "PlatformTaskDefinitionIncompatibilityException",
  "PlatformUnknownException",
  "UnsupportedFeatureException",
]);

/** `ecs:runTask`: `.sync` waits for the task's end, fails when a container failed, and stops it when the state ends. */
export function ecsIntegrations(ecs: TaskRunner, region: string): Integrations {
  async function run(call: TaskCall): Promise<Task> {
    const request = toLowerCamel(call.parameters) as RunTaskRequest;
    const { tasks, failures } = await ecs.runTask(request, region).catch((error: unknown) => {
      throw submitError(error);
    });
    const task = tasks[0];
    if (task === undefined || failures.length > 0) {
      throw new TaskError("AmazonECS.Unknown", JSON.stringify(toUpperCamel({ failures, tasks })));
    }
    return task;
  }

  function stopOf(task: Task): () => void {
    return () => {
      const stop = { cluster: task.clusterArn, task: task.taskArn, reason: "Task stopped by Step Functions" };
      // A task that has just ended by itself needs no stop.
      ecs.stopTask(stop, region).catch(() => {});
    };
  }

  return {
    "ecs:runTask.sync": async (call) => {
      const task = await run(call);
      const stop = stopOf(task);
      if (call.signal.aborted) stop();
      call.signal.addEventListener("abort", stop, { once: true });
      const stopped = await ecs.waitUntilStopped(task.taskArn);
      call.signal.removeEventListener("abort", stop);
      const output = asOutput(stopped);
      const failed = stopped.containers.some((container) => container.exitCode !== 0);
      if (failed) throw new TaskError("States.TaskFailed", JSON.stringify(output));
      return output;
    },
    "ecs:runTask.waitForTaskToken": async (call) => {
      const waiting = call.awaitToken();
      try {
        await run(call);
        return await waiting.outcome;
      } finally {
        waiting.expire();
      }
    },
  };
}

function submitError(error: unknown): TaskError {
  if (!(error instanceof Error)) return new TaskError("ECS.AmazonECSException", String(error));
  const name = namedExceptions.has(error.name) ? error.name : "AmazonECSException";
  return new TaskError(`ECS.${name}`, `${error.message} (Service: AmazonECS; Error Code: ${error.name})`);
}

/** Step Functions shows ECS's times in milliseconds, ECS itself in seconds. */
function asOutput(task: Task): unknown {
  const times = Object.entries(task).map(([key, value]) => [
    key,
    key.endsWith("At") && typeof value === "number" ? Math.round(value * 1000) : (value as unknown),
  ]);
  return toUpperCamel(Object.fromEntries(times));
}
