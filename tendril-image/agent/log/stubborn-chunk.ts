import type { Clock } from "../clock.ts";

/** Refused so long and so often, while Trellis is otherwise well, a chunk is refused for ever. */
const forEverMillis = 60_000;
const forEverTries = 5;
/** A heartbeat goes every 10 s: two in a row may be lost. */
const wellMillis = 25_000;

/**
 * Tells when a chunk that is answered with 5xx again and again is to be given up. A Trellis that is down as a whole
 * answers heartbeats no better and is waited for: what counts is the chunk that fails while heartbeats are taken. Nor
 * does throttling (429) or silence count: both end.
 */
export class StubbornChunk {
  readonly #clock: Clock;
  readonly #lastHeartbeatAt: () => Date | undefined;
  #key: string | undefined;
  #since = 0;
  #tries = 0;

  constructor(clock: Clock, lastHeartbeatAt: () => Date | undefined) {
    this.#clock = clock;
    this.#lastHeartbeatAt = lastHeartbeatAt;
  }

  forget(): void {
    this.#key = undefined;
  }

  isForEver(key: string, status: number | undefined): boolean {
    if (status === undefined || status < 500) return false;
    const now = this.#clock.now().getTime();
    if (this.#key !== key) {
      this.#key = key;
      this.#since = now;
      this.#tries = 0;
    }
    this.#tries += 1;
    const heartbeatAt = this.#lastHeartbeatAt()?.getTime() ?? Number.NEGATIVE_INFINITY;
    const isWell = now - heartbeatAt <= wellMillis;
    return isWell && this.#tries >= forEverTries && now - this.#since >= forEverMillis;
  }
}
