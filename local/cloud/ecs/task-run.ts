import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ProcessExit } from "../../processes/processes.ts";
import { ContainerRun } from "./container-run.ts";
import { nowSeconds } from "./parts.ts";
import type { EcsParts } from "./parts.ts";
import { lastPart } from "./resources.ts";
import type { StopCode, Task, TaskDefinition } from "./shapes.ts";
import { StartFailure } from "./start-failure.ts";

export interface Protection {
  readonly enabled: boolean;
  /** Epoch seconds. */
  readonly until?: number;
}

/** One task from its start to its end. */
export class TaskRun {
  readonly task: Task;
  readonly definition: TaskDefinition;
  readonly region: string;
  readonly id: string;
  /** Resolves once the task is STOPPED. */
  readonly stopped: Promise<Task>;
  #protection: Protection = { enabled: false };
  #protectionEnd: NodeJS.Timeout | undefined;
  readonly #parts: EcsParts;
  readonly #changed: (run: TaskRun) => void;
  readonly #end: () => void;
  readonly #containers: ContainerRun[];

  constructor(
    parts: EcsParts,
    task: Task,
    definition: TaskDefinition,
    region: string,
    changed: (run: TaskRun) => void,
  ) {
    this.#parts = parts;
    this.task = task;
    this.definition = definition;
    this.region = region;
    this.id = lastPart(task.taskArn);
    this.#changed = changed;
    const { promise, resolve } = Promise.withResolvers<Task>();
    this.stopped = promise;
    this.#end = () => resolve(task);
    this.#containers = definition.containerDefinitions.map(
      (container, index) =>
        // a task is made with one container for each definition, in its order
        new ContainerRun(container, task.containers[index] as Task["containers"][number], () => this.#healthChanged()),
    );
  }

  /** Process id of the first container. */
  get processId(): number | undefined {
    return this.#containers[0]?.processId;
  }

  /** An expired protection is none. */
  get protection(): Protection {
    const { enabled, until = Infinity } = this.#protection;
    return enabled && until > nowSeconds() ? this.#protection : { enabled: false };
  }

  /** Its service looks again at once, and when the protection ends by itself. */
  protect(protection: Protection): void {
    this.#protection = protection;
    clearTimeout(this.#protectionEnd);
    const { until } = protection;
    if (until !== undefined) {
      this.#protectionEnd = setTimeout(() => this.#changed(this), (until - nowSeconds()) * 1000).unref();
    }
    this.#changed(this);
  }

  /** Runs the task to its end. Never rejects. */
  async run(): Promise<void> {
    try {
      await this.#start();
      await Promise.all(this.#containers.map((container) => this.#follow(container)));
    } catch (error) {
      if (!(error instanceof StartFailure)) console.error(`Task ${this.id} could not be started`, error);
      this.#markStopping("TaskFailedToStart", error instanceof Error ? error.message : String(error));
      await this.#stopContainers();
    }
    this.#finish();
  }

  /** SIGTERM, and SIGKILL after each container's `stopTimeout` or the shorter `maxSeconds`. The first reason counts. */
  async stop(code: StopCode, reason: string, maxSeconds = Infinity): Promise<Task> {
    this.#markStopping(code, reason);
    await this.#stopContainers(maxSeconds);
    return this.stopped;
  }

  async #start(): Promise<void> {
    const folder = join(this.#parts.dataDir, this.id);
    for (const name of ["home", "tmp"]) mkdirSync(join(folder, name), { recursive: true });
    this.#change("PENDING");
    const place = { taskId: this.id, region: this.region, folder, overrides: this.task.overrides };
    for (const container of this.#containers) await container.prepare(this.#parts, this.definition, place);
    if (this.task.desiredStatus === "STOPPED") return;
    for (const container of this.#containers) await container.start(this.#parts, folder);
    this.task.startedAt = nowSeconds();
    // It may have been told to stop in between.
    if (this.task.lastStatus === "PENDING") this.#change("RUNNING");
    else await this.#stopContainers();
  }

  async #follow(container: ContainerRun): Promise<ProcessExit> {
    const exit = await container.ended;
    if (container.isEssential) {
      this.#markStopping("EssentialContainerExited", "Essential container in task exited");
      await this.#stopContainers();
    }
    return exit;
  }

  #markStopping(code: StopCode, reason: string): void {
    if (this.task.desiredStatus === "STOPPED") return;
    Object.assign(this.task, {
      desiredStatus: "STOPPED",
      stopCode: code,
      stoppedReason: reason,
      stoppingAt: nowSeconds(),
    });
    this.#change("STOPPING");
  }

  async #stopContainers(maxSeconds = Infinity): Promise<void> {
    await Promise.all(this.#containers.map((container) => container.stop(maxSeconds)));
  }

  #finish(): void {
    clearTimeout(this.#protectionEnd);
    this.task.stoppedAt = nowSeconds();
    this.#change("STOPPED");
    this.#end();
  }

  #healthChanged(): void {
    const checked = this.#containers.filter(({ isEssential, hasHealthCheck }) => isEssential && hasHealthCheck);
    const states = checked.map(({ container }) => container.healthStatus);
    this.task.healthStatus = states.find((state) => state !== "HEALTHY") ?? (states.length > 0 ? "HEALTHY" : "UNKNOWN");
    this.#changed(this);
  }

  #change(status: Task["lastStatus"]): void {
    this.task.lastStatus = status;
    this.#changed(this);
  }
}
