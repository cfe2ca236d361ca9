import { limits } from "../../lambdas/contract/limits.ts";
import type { ClaimAnswer } from "../../lambdas/contract/worker.ts";
import type { AgentParts } from "./agent-parts.ts";
import { pause } from "./clock.ts";
import type { healthFile } from "./health-file.ts";
import { repeat } from "./job/repeat.ts";
import { runJob } from "./job/run-job.ts";
import { StopOrder } from "./stop-order.ts";
import { FencedError } from "./trellis/errors.ts";
import { keepLiveSocket } from "./trellis/live-socket.ts";

export interface TendrilOptions {
  readonly workerId: string;
  readonly health: ReturnType<typeof healthFile>;
  /** Aborted by SIGTERM: what runs is finished, nothing new is begun. */
  readonly drain: AbortSignal;
}

/** ECS kills 120 s after SIGTERM. With 45 s left a job that still runs is interrupted. */
const interruptAfterDrainMillis = 75_000;

/** The resident worker. Answers the exit code: 0 once drained, 1 when Trellis does not know it any more. */
export function tendril(parts: AgentParts, options: TendrilOptions): Promise<number> {
  return new Tendril(parts, options).run();
}

class Tendril {
  readonly #parts: AgentParts;
  readonly #options: TendrilOptions;
  readonly #ended = new AbortController();
  #exitCode = 0;
  #job: { readonly id: string; readonly stop: StopOrder } | undefined;
  #claiming = false;
  /** Trellis asked for nothing more to be claimed; it may take that back. */
  #paused = false;
  /** Kept while a claim was not answered, so that it cannot claim twice. */
  #requestId: string | undefined;

  constructor(parts: AgentParts, options: TendrilOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async run(): Promise<number> {
    const { clock, log, client, random } = this.#parts;
    const { health, drain, workerId } = this.#options;
    health.clear();
    log("tendril-started", { worker_id: workerId, version: this.#parts.version, instance_id: this.#parts.instanceId });
    drain.addEventListener("abort", () => this.#drain());
    if (drain.aborted) this.#drain();
    const endHeartbeats = repeat(clock, limits.heartbeatIdleSeconds * 1000, () => this.#heartbeat());
    const signal = this.#ended.signal;
    const onMessage = (message: { readonly type: string; readonly job_id?: string }) => {
      if (message.type === "work_available") void this.#claim();
      // Something about this Tendril has changed: the answer to a heartbeat tells what.
      if (message.type === "tendril") void this.#heartbeat();
      if (message.type === "cancel" && message.job_id === this.#job?.id) this.#job?.stop.request("cancelled");
    };
    void keepLiveSocket({ client, workerId, clock, random, log, onMessage, signal });
    await new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      signal.addEventListener("abort", () => resolve());
    });
    endHeartbeats();
    log("tendril-ended", { worker_id: workerId, reason: this.#exitCode === 0 ? "drained" : "rejected" });
    return this.#exitCode;
  }

  /** With a job its own heartbeats say all that this one would. */
  async #heartbeat(): Promise<void> {
    if (this.#job === undefined) await this.#beat();
    if (!this.#ended.signal.aborted) void this.#claim();
  }

  async #beat(): Promise<void> {
    const { client, version, instanceId } = this.#parts;
    try {
      const draining = this.#options.drain.aborted;
      const { drain } = await client.heartbeat({ version, instance_id: instanceId, draining });
      this.#paused = drain;
      this.#options.health.write();
    } catch (error) {
      if (error instanceof FencedError) this.#rejected(error);
      // Else the next one tries again.
    }
  }

  async #claim(): Promise<void> {
    if (this.#claiming || this.#job !== undefined || this.#paused || this.#options.drain.aborted) return;
    this.#claiming = true;
    this.#requestId ??= this.#parts.newId();
    try {
      const claim = await this.#parts.client.claim(this.#requestId);
      this.#requestId = undefined;
      if (claim !== undefined) void this.#work(claim);
    } catch (error) {
      if (error instanceof FencedError && error.status === 401) this.#rejected(error);
    } finally {
      this.#claiming = false;
      if (this.#options.drain.aborted) this.#endIfIdle();
    }
  }

  async #work(claim: ClaimAnswer): Promise<void> {
    const { complain } = this.#parts;
    const stop = new StopOrder(this.#parts.clock);
    this.#job = { id: claim.job.id, stop };
    try {
      await runJob(this.#parts, claim, stop, () => this.#options.drain.aborted);
    } catch (error) {
      complain(`Job ${claim.job.id} could not be run: ${error instanceof Error ? error.message : "unknown"}`);
    }
    this.#job = undefined;
    if (this.#options.drain.aborted) this.#endIfIdle();
    // Says that it is free, and hears whether it may claim again.
    else void this.#heartbeat();
  }

  #drain(): void {
    this.#parts.log("draining", { worker_id: this.#options.workerId });
    void this.#interruptInTime();
    // Trellis learns it now and not only in 30 s.
    void this.#beat().then(() => this.#endIfIdle());
  }

  async #interruptInTime(): Promise<void> {
    await pause(this.#parts.clock, interruptAfterDrainMillis, this.#ended.signal);
    this.#job?.stop.request("interrupted");
  }

  #endIfIdle(): void {
    if (this.#job === undefined && !this.#claiming) this.#ended.abort();
  }

  #rejected(error: FencedError): void {
    this.#exitCode = 1;
    this.#parts.complain(`Trellis no longer accepts this Tendril's id and token (${error.code}); stopping`);
    this.#job?.stop.request("fenced");
    this.#ended.abort();
  }
}
