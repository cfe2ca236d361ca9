import { randomUUID } from "node:crypto";
import { givesUp, markFailed, markRollback } from "./circuit-breaker.ts";
import { newDeployment } from "./deployment.ts";
import { nowSeconds } from "./parts.ts";
import type { Deployment, ServiceShape } from "./service-shape.ts";
import type { TaskDefinition } from "./shapes.ts";
import type { TaskRun } from "./task-run.ts";
import type { Tasks } from "./tasks.ts";

/** After a failed start; doubled with each further one. */
const firstBackoffMillis = 500;
const maxBackoffMillis = 30_000;
/** A task without a health check that lived so long did start: its end is no failed start. */
const goodLifeSeconds = 10;
/** ECS takes minutes to call a roll-back complete; so long the failed deployment can be seen here. */
const rollbackSeconds = 10;

/** One service: keeps `desiredCount` tasks of its newest deployment running and takes the old ones away. */
export class Service {
  readonly shape: ServiceShape;
  readonly region: string;
  readonly #tasks: Tasks;
  readonly #definitions = new Map<string, TaskDefinition>();
  /** By deployment id. */
  readonly #runs = new Map<string, Set<TaskRun>>();
  readonly #ended = new WeakSet<TaskRun>();
  #failuresInRow = 0;
  #backoff: NodeJS.Timeout | undefined;
  #lastCompleted: Deployment | undefined;
  /** Epoch seconds before which a roll-back does not complete. */
  #rollbackEnds = 0;
  #rollbackTimer: NodeJS.Timeout | undefined;
  #steady = false;
  #reconciling = false;
  #again = false;

  constructor(shape: ServiceShape, region: string, tasks: Tasks) {
    this.shape = shape;
    this.region = region;
    this.#tasks = tasks;
  }

  /** Makes a new primary deployment; the ones before it are replaced by it. */
  deploy(definition: TaskDefinition): void {
    for (const deployment of this.shape.deployments) deployment.status = "ACTIVE";
    const deployment = newDeployment(this.shape, definition.taskDefinitionArn);
    this.#definitions.set(deployment.id, definition);
    this.#runs.set(deployment.id, new Set());
    this.shape.taskDefinition = definition.taskDefinitionArn;
    this.shape.deployments.unshift(deployment);
    this.#rollbackEnds = 0;
    this.#startAfresh();
    this.reconcile();
  }

  scale(desiredCount: number): void {
    this.shape.desiredCount = desiredCount;
    this.#startAfresh();
    this.reconcile();
  }

  /** Ends the service; it is INACTIVE once its last task is gone. */
  drain(): void {
    this.shape.status = "DRAINING";
    this.scale(0);
  }

  owns(run: TaskRun): boolean {
    return [...this.#runs.values()].some((runs) => runs.has(run));
  }

  /** A task of this service changed. */
  taskChanged(run: TaskRun): void {
    const [deploymentId] = [...this.#runs].find(([, runs]) => runs.has(run)) ?? [""];
    if (run.task.desiredStatus === "STOPPED") this.#taskEnds(run, deploymentId);
    if (run.task.lastStatus === "STOPPED") this.#runs.get(deploymentId)?.delete(run);
    if (run.task.healthStatus === "UNHEALTHY" && run.task.desiredStatus === "RUNNING") {
      this.#say(`(service ${this.shape.serviceName}) (task ${run.id}) failed container health checks.`);
      this.#noteFailure(deploymentId);
      void run.stop("ServiceSchedulerInitiated", "Task failed container health checks");
    }
    this.reconcile();
  }

  /** Starts and stops tasks so that the counts come nearer to what is wanted. */
  reconcile(): void {
    this.#again = true;
    // To stop a task tells its change at once: that call comes back here, and its turn follows this one.
    if (this.#reconciling) return;
    this.#reconciling = true;
    while (this.#again) {
      this.#again = false;
      this.#step();
    }
    this.#reconciling = false;
  }

  dispose(): void {
    clearTimeout(this.#backoff);
    clearTimeout(this.#rollbackTimer);
  }

  #step(): void {
    const wanted = this.shape.desiredCount;
    this.#breakCircuit(wanted);
    const [primary, ...old] = this.shape.deployments;
    if (primary === undefined) return;
    primary.desiredCount = wanted;
    for (const deployment of old) deployment.desiredCount = 0;
    this.#startMissing(primary, wanted);
    this.#stopSurplus(primary, this.#live(primary.id).length - wanted);
    this.#stopReplaced(primary, old, wanted);
    this.#count();
    this.#settle(primary, wanted);
  }

  #breakCircuit(wanted: number): void {
    const { shape } = this;
    const [primary] = shape.deployments;
    if (primary === undefined || !givesUp(primary, shape.deploymentConfiguration, wanted)) return;
    markFailed(primary, nowSeconds());
    this.#say(`(service ${shape.serviceName}) (deployment ${primary.id}) deployment failed: tasks failed to start.`);
    const target = this.#lastCompleted;
    if (shape.deploymentConfiguration.deploymentCircuitBreaker?.rollback !== true || target === undefined) return;
    primary.status = "ACTIVE";
    markRollback(target, nowSeconds());
    shape.deployments = [target, ...shape.deployments.filter(({ id }) => id !== target.id)];
    shape.taskDefinition = target.taskDefinition;
    if (!this.#runs.has(target.id)) this.#runs.set(target.id, new Set());
    this.#say(`(service ${shape.serviceName}) rolling back to deployment ${target.id}.`);
    this.#startAfresh();
    this.#rollbackEnds = nowSeconds() + rollbackSeconds;
    clearTimeout(this.#rollbackTimer);
    this.#rollbackTimer = setTimeout(() => this.reconcile(), rollbackSeconds * 1000 + 50);
  }

  #startMissing(primary: Deployment, wanted: number): void {
    if (primary.rolloutState === "FAILED") return;
    const { maximumPercent = 200 } = this.shape.deploymentConfiguration;
    const ceiling = Math.floor((wanted * maximumPercent) / 100);
    const definition = this.#definitions.get(primary.id);
    if (definition === undefined) return;
    while (this.#backoff === undefined && this.#live(primary.id).length < wanted && this.#allLive() < ceiling) {
      if (!this.#startOne(primary, definition)) return;
    }
  }

  #startOne(primary: Deployment, definition: TaskDefinition): boolean {
    const { clusterArn, serviceName, tags, propagateTags } = this.shape;
    const own = { clusterArn, group: `service:${serviceName}`, startedBy: primary.id };
    const run = this.#tasks.start(propagateTags === "SERVICE" ? { ...own, tags } : own, definition, this.region);
    if (run === undefined) {
      this.#say(`(service ${serviceName}) was unable to place a task. Reason: Capacity is unavailable at this time.`);
      this.#wait();
      return false;
    }
    this.#runs.get(primary.id)?.add(run);
    this.#say(`(service ${serviceName}) has started 1 tasks: (task ${run.id}).`);
    return true;
  }

  #stopSurplus(deployment: Deployment, surplus: number): void {
    const free = this.#live(deployment.id).filter((run) => this.shape.status === "DRAINING" || !run.protection.enabled);
    for (const run of free.slice(0, Math.max(0, surplus))) this.#stopOne(run, deployment);
  }

  /** An old task goes when enough healthy ones are left without it. */
  #stopReplaced(primary: Deployment, old: readonly Deployment[], wanted: number): void {
    const { minimumHealthyPercent = 100 } = this.shape.deploymentConfiguration;
    const floor = Math.ceil((wanted * minimumHealthyPercent) / 100);
    let surplus = this.#healthy(primary.id) + old.reduce((sum, { id }) => sum + this.#healthy(id), 0) - floor;
    for (const deployment of old.toReversed()) {
      for (const run of this.#live(deployment.id)) {
        const counts = this.#isHealthy(run, deployment.id);
        if (run.protection.enabled || (counts && surplus <= 0)) continue;
        if (counts) surplus--;
        this.#stopOne(run, deployment);
      }
    }
    const rollingBack = nowSeconds() < this.#rollbackEnds;
    const emptied = old.filter(
      ({ id, rolloutState }) => this.#runs.get(id)?.size === 0 && !(rollingBack && rolloutState === "FAILED"),
    );
    this.shape.deployments = this.shape.deployments.filter((deployment) => !emptied.includes(deployment));
    for (const { id } of emptied) this.#runs.delete(id);
  }

  #stopOne(run: TaskRun, { id }: Deployment): void {
    this.#say(`(service ${this.shape.serviceName}) has stopped 1 running tasks: (task ${run.id}).`);
    void run.stop("ServiceSchedulerInitiated", `Scaling activity initiated by (deployment ${id})`);
  }

  /** Noted as soon as it is known, before a replacement is thought of. */
  #taskEnds(run: TaskRun, deploymentId: string): void {
    if (this.#ended.has(run)) return;
    this.#ended.add(run);
    this.#steady = false;
    const { stopCode } = run.task;
    if (stopCode === "ServiceSchedulerInitiated" || stopCode === "UserInitiated") return;
    if (this.#didStart(run, deploymentId)) this.#failuresInRow = 0;
    else this.#noteFailure(deploymentId);
  }

  #noteFailure(deploymentId: string): void {
    const deployment = this.shape.deployments.find(({ id }) => id === deploymentId);
    if (deployment?.rolloutState === "IN_PROGRESS") deployment.failedTasks++;
    this.#failuresInRow++;
    this.#wait();
  }

  #wait(): void {
    if (this.#backoff !== undefined) return;
    const millis = Math.min(maxBackoffMillis, firstBackoffMillis * 2 ** Math.max(0, this.#failuresInRow - 1));
    this.#backoff = setTimeout(() => {
      this.#backoff = undefined;
      this.reconcile();
    }, millis);
  }

  /** What somebody asks for is tried at once, whatever failed before. */
  #startAfresh(): void {
    clearTimeout(this.#backoff);
    this.#backoff = undefined;
    this.#failuresInRow = 0;
    this.#steady = false;
  }

  #settle(primary: Deployment, wanted: number): void {
    const { shape } = this;
    if (shape.status === "DRAINING" && this.#allRuns() === 0) {
      shape.status = "INACTIVE";
      shape.deployments = [];
      this.dispose();
      return;
    }
    const alone = shape.deployments.length === 1;
    if (this.#steady || !alone || this.#healthy(primary.id) < wanted || this.#live(primary.id).length > wanted) return;
    this.#steady = true;
    this.#say(`(service ${shape.serviceName}) has reached a steady state.`);
    if (primary.rolloutState !== "IN_PROGRESS") return;
    primary.rolloutState = "COMPLETED";
    primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
    primary.updatedAt = nowSeconds();
    primary.failedTasks = 0;
    this.#lastCompleted = primary;
  }

  #count(): void {
    for (const deployment of this.shape.deployments) {
      const live = this.#live(deployment.id);
      deployment.runningCount = live.filter(({ task }) => task.lastStatus === "RUNNING").length;
      deployment.pendingCount = live.length - deployment.runningCount;
    }
    const sum = (of: "runningCount" | "pendingCount") => this.shape.deployments.reduce((all, one) => all + one[of], 0);
    this.shape.runningCount = sum("runningCount");
    this.shape.pendingCount = sum("pendingCount");
  }

  #live(deploymentId: string): readonly TaskRun[] {
    return [...(this.#runs.get(deploymentId) ?? [])].filter(({ task }) => task.desiredStatus === "RUNNING");
  }

  #allLive(): number {
    return this.shape.deployments.reduce((sum, { id }) => sum + this.#live(id).length, 0);
  }

  #allRuns(): number {
    return [...this.#runs.values()].reduce((sum, runs) => sum + runs.size, 0);
  }

  #healthy(deploymentId: string): number {
    return this.#live(deploymentId).filter((run) => this.#isHealthy(run, deploymentId)).length;
  }

  #isHealthy({ task }: TaskRun, deploymentId: string): boolean {
    return task.lastStatus === "RUNNING" && (!this.#isChecked(deploymentId) || task.healthStatus === "HEALTHY");
  }

  #didStart({ task }: TaskRun, deploymentId: string): boolean {
    if (this.#isChecked(deploymentId)) return task.healthStatus !== "UNKNOWN";
    const { startedAt, stoppingAt = 0 } = task;
    return startedAt !== undefined && stoppingAt - startedAt >= goodLifeSeconds;
  }

  #isChecked(deploymentId: string): boolean {
    const containers = this.#definitions.get(deploymentId)?.containerDefinitions ?? [];
    return containers.some(({ healthCheck }) => healthCheck !== undefined);
  }

  #say(message: string): void {
    this.shape.events.unshift({ id: randomUUID(), createdAt: nowSeconds(), message });
    this.shape.events.length = Math.min(this.shape.events.length, 100);
  }
}
