import { randomUUID } from "node:crypto";
import { EcsError } from "./ecs-error.ts";
import { nowSeconds } from "./parts.ts";
import type { EcsParts } from "./parts.ts";
import { activeTaskDefinitionOf, clusterArnOf, lastPart } from "./resources.ts";
import type { RunTaskAnswer, RunTaskRequest, Tag, Task, TaskDefinition, TaskOverride } from "./shapes.ts";
import { TaskRun } from "./task-run.ts";

export interface NewTask {
  readonly clusterArn: string;
  readonly group: string;
  readonly startedBy?: string;
  readonly platformVersion?: string;
  readonly overrides?: TaskOverride;
  readonly tags?: readonly Tag[];
}

export interface TaskFilter {
  readonly clusterArn: string;
  readonly desiredStatus: string;
  readonly family?: string | undefined;
  readonly startedBy?: string | undefined;
  readonly serviceName?: string | undefined;
}

const noCapacity = {
  reason: "Capacity is unavailable at this time. Please try again later or in a different availability zone",
};

/** All tasks of all regions, running and stopped. */
export class Tasks {
  readonly #parts: EcsParts;
  readonly #runs = new Map<string, TaskRun>();
  readonly #listeners: ((run: TaskRun) => void)[] = [];

  constructor(parts: EcsParts) {
    this.#parts = parts;
  }

  /** Told of every change of a task. */
  onChange(listener: (run: TaskRun) => void): void {
    this.#listeners.push(listener);
  }

  async runTask(request: RunTaskRequest, region: string): Promise<RunTaskAnswer> {
    const { moto } = this.#parts;
    const clusterArn = await clusterArnOf(moto, request.cluster, region);
    const definition = await activeTaskDefinitionOf(moto, request.taskDefinition, region);
    const count = request.count ?? 1;
    if (count < 1 || count > 10) throw new EcsError("InvalidParameterException", "count must be between 1 and 10.");
    checkOverrides(request.overrides, definition);
    const task = { ...request, clusterArn, group: request.group ?? `family:${definition.family}` };
    const started = Array.from({ length: count }, () => this.start(task, definition, region));
    const tasks = started.filter((run) => run !== undefined).map((run) => ({ ...run.task }));
    return { tasks, failures: started.filter((run) => run === undefined).map(() => noCapacity) };
  }

  /** Undefined when there is no capacity. The task starts after the answer, as in the cloud. */
  start(request: NewTask, definition: TaskDefinition, region: string): TaskRun | undefined {
    if (this.#parts.faults.takeNoCapacity()) return undefined;
    const changed = (changedRun: TaskRun) => this.#listeners.forEach((listener) => listener(changedRun));
    const run = new TaskRun(
      this.#parts,
      newTask(request, definition, region, this.#parts.account),
      definition,
      region,
      changed,
    );
    this.#runs.set(run.task.taskArn, run);
    setImmediate(() => void run.run());
    return run;
  }

  /** By ARN, or by id within a cluster. */
  find(clusterArn: string, task: string): TaskRun | undefined {
    const arn = task.startsWith("arn:") ? task : taskArnIn(clusterArn, task);
    const run = this.#runs.get(arn);
    return run?.task.clusterArn === clusterArn ? run : undefined;
  }

  byArn(taskArn: string): TaskRun | undefined {
    return this.#runs.get(taskArn);
  }

  byId(taskId: string): TaskRun | undefined {
    return this.all().find(({ id }) => id === taskId);
  }

  list({ clusterArn, desiredStatus, family, startedBy, serviceName }: TaskFilter): readonly TaskRun[] {
    return this.all().filter(
      ({ task, definition }) =>
        task.clusterArn === clusterArn &&
        task.desiredStatus === desiredStatus &&
        (family === undefined || definition.family === family) &&
        (startedBy === undefined || task.startedBy === startedBy) &&
        (serviceName === undefined || task.group === `service:${serviceName}`),
    );
  }

  all(): readonly TaskRun[] {
    return [...this.#runs.values()];
  }

  async stopAll(maxSeconds: number): Promise<void> {
    const live = this.all().filter(({ task }) => task.lastStatus !== "STOPPED");
    await Promise.all(live.map((run) => run.stop("UserInitiated", "The local stack stops", maxSeconds)));
  }
}

function newTask(request: NewTask, definition: TaskDefinition, region: string, account: string): Task {
  const id = randomUUID().replaceAll("-", "");
  const taskArn = taskArnIn(request.clusterArn, id);
  const name = lastPart(request.clusterArn);
  return {
    taskArn,
    clusterArn: request.clusterArn,
    taskDefinitionArn: definition.taskDefinitionArn,
    group: request.group,
    launchType: "FARGATE",
    platformVersion: request.platformVersion ?? "1.4.0",
    availabilityZone: `${region}a`,
    ...(definition.cpu === undefined ? {} : { cpu: definition.cpu }),
    ...(definition.memory === undefined ? {} : { memory: definition.memory }),
    ...(request.startedBy === undefined ? {} : { startedBy: request.startedBy }),
    overrides: request.overrides ?? {},
    containers: definition.containerDefinitions.map((container) => ({
      name: container.name,
      image: container.image,
      taskArn,
      containerArn: `arn:aws:ecs:${region}:${account}:container/${name}/${id}/${randomUUID()}`,
      runtimeId: `${id}-${container.name}`,
      lastStatus: "PENDING",
      healthStatus: "UNKNOWN",
    })),
    createdAt: nowSeconds(),
    tags: request.tags ?? [],
    lastStatus: "PROVISIONING",
    desiredStatus: "RUNNING",
    healthStatus: "UNKNOWN",
  };
}

function taskArnIn(clusterArn: string, id: string): string {
  return `${clusterArn.replace(":cluster/", ":task/")}/${id}`;
}

function checkOverrides(overrides: TaskOverride | undefined, { containerDefinitions }: TaskDefinition): void {
  for (const { name } of overrides?.containerOverrides ?? []) {
    if (containerDefinitions.some((container) => container.name === name)) continue;
    throw new EcsError(
      "InvalidParameterException",
      `Override for container named ${name} is not a container in the TaskDefinition.`,
    );
  }
}
