import { limits } from "../../../lambdas/contract/limits.ts";
import type { Chunk, Stream } from "../../../lambdas/contract/log.ts";
import { pause, type Clock } from "../clock.ts";
import type { Mask } from "../mask/mask.ts";
import type { ProgramLog } from "../program-log.ts";
import { FencedError, RefusedError, UnreachableError } from "../trellis/errors.ts";
import { backOffMillis } from "../trellis/retry.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import type { Spool } from "./spool.ts";
import type { StepLog } from "./step-log.ts";
import { StubbornChunk } from "./stubborn-chunk.ts";

export interface LogShipperOptions {
  readonly attempt: number;
  /** The job-wide number of the first line. */
  readonly nextLine: number;
  readonly spool: Spool;
  readonly mask: Mask;
  readonly clock: Clock;
  readonly random: () => number;
  /** Stores chunks, in order, and declares keys that were given up. */
  readonly append: (chunks: readonly Chunk[], missing: readonly string[]) => Promise<{ readonly watched: boolean }>;
  /** When Trellis last took a heartbeat. */
  readonly lastHeartbeatAt: () => Date | undefined;
  readonly fence: AbortSignal;
  readonly onFenced: (error: FencedError) => void;
  readonly log: ProgramLog;
}

/** A request may hold so much: catching up goes by in a few of them, and each is far below what a Lambda takes. */
const requestMaxBytes = 512 * 1024;
const missingPerRequest = 1000;

/**
 * Sends the log of a job as contract §5 has it: stored in order, one request in flight. Output after quiet leaves at
 * once, then every 100 ms or 16 KB, every 2 s while nobody watches. Trellis rests as long as it lately worked, up to
 * 250 ms from request to request: where it has little room, fewer and larger requests bring every line sooner.
 */
export class LogShipper {
  readonly #options: LogShipperOptions;
  readonly #writer: ChunkWriter;
  readonly #stubborn: StubbornChunk;
  readonly #idle = new Set<() => void>();
  #missing: string[] = [];
  #watched = true;
  #sending = false;
  #urgent = false;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #tookMillis: number | undefined;
  #timer: (() => void) | undefined;

  constructor(options: LogShipperOptions) {
    this.#options = options;
    this.#stubborn = new StubbornChunk(options.clock, options.lastHeartbeatAt);
    this.#writer = new ChunkWriter(options, (chunk) => options.spool.append(chunk));
  }

  /** The log of one step. One step at a time writes. */
  step(number: number): StepLog {
    return {
      line: (stream: Stream, text: string, wasCut = false) => {
        if (this.#options.fence.aborted) return;
        if (this.#writer.line(number, stream, text, wasCut)) this.#urgent = true;
        this.#kick();
      },
      say: (text: string) => {
        for (const line of text.split("\n")) this.step(number).line("SYSTEM", line);
      },
      end: () => {
        if (this.#options.fence.aborted) return;
        this.#writer.endStep(number);
        this.#urgent = true;
        this.#kick();
      },
    };
  }

  /** Resolves once all is stored or declared missing. What is left after `maxMillis` is given up. */
  async drain(maxMillis: number): Promise<void> {
    if (this.#isDone()) return;
    const late = this.#options.clock.after(maxMillis, () => this.#giveUpAll());
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle.add(resolve);
    this.#options.fence.addEventListener("abort", () => resolve(), { once: true });
    this.#urgent = true;
    this.#kick();
    await promise;
    late();
  }

  #isDone(): boolean {
    const { spool, fence } = this.#options;
    return (
      fence.aborted || (!this.#writer.hasPending && spool.length === 0 && this.#missing.length === 0 && !this.#sending)
    );
  }

  #kick(): void {
    if (this.#sending || this.#timer !== undefined) {
      if (!this.#urgent || this.#timer === undefined) return;
      this.#timer();
      this.#timer = undefined;
    }
    const wait = this.#urgent ? 0 : this.#lastSentAt + this.#interval() - this.#options.clock.now().getTime();
    if (wait > 0) {
      this.#timer = this.#options.clock.after(wait, () => {
        this.#timer = undefined;
        void this.#send();
      });
      return;
    }
    this.#sending = true;
    // Lines that were read together leave together.
    queueMicrotask(() => void this.#send());
  }

  #interval(): number {
    if (!this.#watched) return limits.logFlushUnwatchedMillis;
    return Math.max(limits.logFlushWatchedMillis, Math.min(2 * (this.#tookMillis ?? 0), limits.logFlushSlowMillis));
  }

  /** A mean that follows in a few requests: one slow request says little about the next. */
  #measure(millis: number): void {
    const mean = this.#tookMillis ?? millis;
    this.#tookMillis = mean + (millis - mean) / 4;
  }

  async #send(): Promise<void> {
    this.#sending = true;
    this.#urgent = false;
    this.#writer.seal();
    this.#lastSentAt = this.#options.clock.now().getTime();
    const { spool, fence } = this.#options;
    while ((spool.length > 0 || this.#missing.length > 0) && !fence.aborted) await this.#sendFirst();
    this.#sending = false;
    if (fence.aborted || !this.#writer.hasPending) this.#tellIdle();
    else this.#kick();
  }

  #tellIdle(): void {
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** Sends what comes first until it is stored or given up. */
  async #sendFirst(): Promise<void> {
    const { spool, clock, random, fence } = this.#options;
    for (let failures = 0; !fence.aborted; failures += 1) {
      if (spool.firstIsLost()) return this.#giveUpFirst();
      // Once one was refused, the first goes alone: a refusal then is its own.
      const chunks = spool.take(failures === 0 ? limits.chunksPerRequest : 1, requestMaxBytes);
      const missing = this.#missing.slice(0, missingPerRequest);
      if (chunks.length === 0 && missing.length === 0) return;
      const sentAt = clock.now().getTime();
      try {
        const answer = await this.#options.append(chunks, missing);
        this.#measure(clock.now().getTime() - sentAt);
        if (fence.aborted) return;
        return this.#stored(chunks, missing, answer.watched);
      } catch (error) {
        if (this.#isSettled(error, chunks, missing)) return;
      }
      await pause(clock, backOffMillis(failures, random), fence);
    }
  }

  #stored(chunks: readonly Chunk[], missing: readonly string[], watched: boolean): void {
    this.#stubborn.forget();
    // Between request and answer everything may have been given up.
    if (chunks[0]?.key === this.#options.spool.first()?.key) this.#options.spool.drop(chunks.length);
    this.#missing = this.#missing.slice(missing.length);
    this.#watched = watched;
  }

  /** True when nothing is left to try for what was sent. */
  #isSettled(error: unknown, chunks: readonly Chunk[], missing: readonly string[]): boolean {
    if (error instanceof FencedError) {
      this.#options.onFenced(error);
      return true;
    }
    const alone = chunks.length <= 1;
    const key = chunks[0]?.key ?? "missing";
    const refused = error instanceof RefusedError && alone;
    const failing = error instanceof UnreachableError && alone && this.#stubborn.isForEver(key, error.status);
    if (!refused && !failing) {
      if (error instanceof RefusedError || error instanceof UnreachableError) return false;
      throw error;
    }
    this.#options.log("log-chunk-given-up", { key, reason: error.message, status: error.status ?? 0 });
    if (chunks.length === 0) this.#missing = this.#missing.slice(missing.length);
    else this.#giveUpFirst();
    return true;
  }

  /** Declares the first chunk missing. Its step still gets a last chunk. */
  #giveUpFirst(): void {
    const { spool, clock } = this.#options;
    const first = spool.first();
    if (first === undefined) return;
    this.#missing.push(first.key);
    spool.drop(1);
    const key = first.isLast ? this.#writer.keyAfterLast(first.key) : undefined;
    if (key === undefined) return;
    spool.putFirst({
      key,
      stream: "SYSTEM",
      text: "",
      at: clock.now().toISOString(),
      line: first.nextLine,
      last: true,
    });
  }

  #giveUpAll(): void {
    const { spool, log } = this.#options;
    this.#writer.seal();
    log("log-given-up", { reason: "Trellis did not take it in time" });
    this.#missing.push(...spool.keys);
    spool.drop(spool.length);
    this.#tellIdle();
  }
}
