import { constants } from "node:os";
import { join } from "node:path";
import type { ProcessExit, RunningProcess } from "../../processes/processes.ts";
import { callByService } from "../aws-call.ts";
import { containerEnvironment } from "./container-environment.ts";
import type { ContainerPlace } from "./container-environment.ts";
import { openContainerLog } from "./container-log.ts";
import type { ContainerLog } from "./container-log.ts";
import { watchHealth } from "./health.ts";
import type { HealthWatch } from "./health.ts";
import type { EcsParts } from "./parts.ts";
import type { Container, ContainerDefinition, TaskDefinition } from "./shapes.ts";
import { StartFailure } from "./start-failure.ts";

/** One container: a process with the container's command and environment. */
export class ContainerRun {
  readonly container: Container;
  /** Resolves once the process is gone and its output stored. */
  readonly ended: Promise<ProcessExit>;
  readonly #definition: ContainerDefinition;
  readonly #healthChanged: () => void;
  readonly #end: (exit: ProcessExit) => void;
  #argv: readonly string[] = [];
  #environment: Record<string, string> = {};
  #log: ContainerLog | undefined;
  #starting: Promise<RunningProcess> | undefined;
  #process: RunningProcess | undefined;
  #health: HealthWatch | undefined;

  constructor(definition: ContainerDefinition, container: Container, healthChanged: () => void) {
    this.#definition = definition;
    this.container = container;
    this.#healthChanged = healthChanged;
    const { promise, resolve } = Promise.withResolvers<ProcessExit>();
    this.ended = promise;
    this.#end = resolve;
  }

  get isEssential(): boolean {
    return this.#definition.essential !== false;
  }

  get hasHealthCheck(): boolean {
    return this.#definition.healthCheck !== undefined;
  }

  get processId(): number | undefined {
    return this.#process?.pid;
  }

  /** What Fargate does before a container starts: image, secrets, log. */
  async prepare(parts: EcsParts, definition: TaskDefinition, place: ContainerPlace): Promise<void> {
    const { image, entryPoint = [], command = [] } = this.#definition;
    if (definition.executionRoleArn !== undefined) {
      const call = { service: "ecs", action: "StartContainer", region: place.region, body: this.#definition };
      await parts.onCall?.(callByService(definition.executionRoleArn, call));
    }
    const brought = parts.faults.takeCannotPullImage() ? undefined : parts.imageEnvironment(image);
    if (brought === undefined) {
      throw new StartFailure(
        `CannotPullContainerError: pull image manifest has been retried 5 time(s): ${image}: not found`,
      );
    }
    const override = place.overrides.containerOverrides?.find(({ name }) => name === this.container.name);
    const { exitsWith } = brought;
    this.#argv = exitsWith === undefined ? [...entryPoint, ...(override?.command ?? command)] : exiting(exitsWith);
    this.#environment = await containerEnvironment(parts, brought, definition, this.#definition, place);
    this.#log = await openContainerLog(parts.moto, this.#definition, place.taskId, place.folder);
  }

  async start({ processes, faults }: EcsParts, folder: string): Promise<void> {
    const exitCode = faults.takeExitBeforeStart();
    const argv = exitCode === undefined ? this.#argv : exiting(exitCode);
    const [command = "", ...args] = argv;
    const options = { name: this.container.name, command, args, env: this.#environment, cwd: join(folder, "home") };
    const onOutput = (_: unknown, piece: Buffer) => this.#log?.write(piece);
    this.#starting = processes.start({ ...options, onOutput });
    this.#process = await this.#starting.catch((error: unknown) => {
      const reason = `CannotStartContainerError: exec: "${command}": executable file not found in $PATH`;
      throw new StartFailure(reason, { cause: error });
    });
    this.container.lastStatus = "RUNNING";
    const { healthCheck } = this.#definition;
    if (healthCheck) {
      this.#health = watchHealth(processes, healthCheck, this.#environment, (health) => {
        this.container.healthStatus = health;
        this.#healthChanged();
      });
    }
    void this.#process.exited.then((exit) => this.#ended(exit));
  }

  /** Does nothing to a container that never started. */
  async stop(maxSeconds: number): Promise<void> {
    this.#health?.stop();
    await this.#starting?.catch(() => undefined);
    // Fargate's default for stopTimeout
    const seconds = Math.min(this.#definition.stopTimeout ?? 30, maxSeconds);
    if (this.#process === undefined) await this.#ended();
    else await this.#process.stop(seconds * 1000);
  }

  async #ended(exit?: ProcessExit): Promise<void> {
    this.#health?.stop();
    const log = this.#log;
    this.#log = undefined;
    await log?.end();
    this.container.lastStatus = "STOPPED";
    if (exit) this.container.exitCode = exitCodeOf(exit);
    this.#end(exit ?? { code: null, signal: null });
  }
}

function exiting(code: number): readonly string[] {
  return ["sh", "-c", `exit ${code}`];
}

/** A shell's way: 128 and the signal's number, 137 for SIGKILL. */
function exitCodeOf({ code, signal }: ProcessExit): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
