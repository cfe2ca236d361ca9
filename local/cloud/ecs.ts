import type { AwsService } from "./aws-request.ts";
import { startAgent } from "./ecs/agent.ts";
import { EcsError } from "./ecs/ecs-error.ts";
import { EcsFaults } from "./ecs/faults.ts";
import { ecsOperations } from "./ecs/operations.ts";
import type { EcsParts } from "./ecs/parts.ts";
import { clusterArnOf } from "./ecs/resources.ts";
import { Services } from "./ecs/services.ts";
import type { RunTaskAnswer, RunTaskRequest, Task } from "./ecs/shapes.ts";
import { Tasks } from "./ecs/tasks.ts";

export type { ImageEnvironment } from "./ecs/parts.ts";
export type { RunTaskAnswer, RunTaskRequest, Task } from "./ecs/shapes.ts";

export type EcsOptions = Omit<EcsParts, "faults" | "agentUrl">;

/** Fargate on one machine: a container is a process with the container's command, environment and secrets. */
export interface Ecs {
  /** For `startFrontDoor({services: {ecs: ecs.service}})`. */
  readonly service: AwsService;
  /** As the API: no capacity is an answer with `failures`; a bad request rejects with an `EcsError`. */
  runTask(request: RunTaskRequest, region: string): Promise<RunTaskAnswer>;
  /** Returns once the stop has begun. */
  stopTask(request: { cluster?: string; task: string; reason?: string }, region: string): Promise<Task>;
  /** The task as DescribeTasks shows it. */
  describeTask(taskArn: string): Task | undefined;
  /** Resolves with the stopped task; at once if it is stopped. Rejects for an unknown task. */
  waitUntilStopped(taskArn: string): Promise<Task>;
  readonly faults: EcsFaults;
  /** The process id of a running task's first container, for tests that kill it. */
  processIdOf(taskArn: string): number | undefined;
  /** Ends services and tasks, with a short grace. */
  stop(): Promise<void>;
}

/** However long a container's `stopTimeout` is, Ctrl-C does not wait longer. */
const shutdownGraceSeconds = 10;

export async function startEcs(options: EcsOptions): Promise<Ecs> {
  const faults = new EcsFaults();
  const agent = await startAgent(options, (taskId) => tasks.byId(taskId));
  const parts: EcsParts = { ...options, faults, agentUrl: agent.url };
  const tasks = new Tasks(parts);
  const services = new Services(parts, tasks);
  return {
    service: ecsOperations(parts, tasks, services),
    faults,
    runTask: (request, region) => tasks.runTask(request, region),
    async stopTask({ cluster, task, reason = "" }, region) {
      const run = tasks.find(await clusterArnOf(parts.moto, cluster, region), task);
      if (run === undefined) throw new EcsError("InvalidParameterException", "The referenced task was not found.");
      void run.stop("UserInitiated", reason);
      return run.task;
    },
    describeTask: (taskArn) => tasks.byArn(taskArn)?.task,
    async waitUntilStopped(taskArn) {
      const run = tasks.byArn(taskArn);
      if (run === undefined) throw new EcsError("InvalidParameterException", "The referenced task was not found.");
      return run.stopped;
    },
    processIdOf: (taskArn) => tasks.byArn(taskArn)?.processId,
    async stop() {
      services.dispose();
      await tasks.stopAll(shutdownGraceSeconds);
      await agent.stop();
    },
  };
}
