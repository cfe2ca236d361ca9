import type { Chunk, LogPage } from "../../../lambdas/contract/log.ts";
import type { Clock } from "../clock.ts";
import type { LogStore } from "./log-store.ts";

/** A hole is most often a push that is still on its way: give it this long before the table is asked. */
const holeMillis = 150;
const expectMillis = 1000;
const retryMinMillis = 500;
const retryMaxMillis = 5000;

export type FollowState = "loading" | "following" | "failing" | "ended";

/**
 * Keeps a {@link LogStore} up to date: reads pages until there are no more, whenever somebody says that there may be
 * something new, and again while pushed chunks wait behind a hole. The push is a doorbell; the table is the truth.
 */
export class LogFollower {
  readonly #store: LogStore;
  readonly #readPage: (after: string | undefined) => Promise<LogPage>;
  readonly #clock: Clock;
  readonly #onState: (state: FollowState, error?: unknown) => void;
  #reading = false;
  #again = false;
  #stopped = false;
  #timer: number | undefined;
  #timerDue = 0;
  #expected = "";
  #failures = 0;
  #holes = 0;

  constructor(
    store: LogStore,
    readPage: (after: string | undefined) => Promise<LogPage>,
    clock: Clock,
    onState: (state: FollowState, error?: unknown) => void,
  ) {
    this.#store = store;
    this.#readPage = readPage;
    this.#clock = clock;
    this.#onState = onState;
  }

  /** There may be something new behind the last key. */
  pull(): void {
    if (this.#stopped || this.#store.complete) return;
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#cancelTimer();
    void this.#read();
  }

  push(chunks: readonly Chunk[]): void {
    this.#store.push(chunks);
    if (!this.#store.hasHole) this.#holes = 0;
    else if (!this.#reading) this.#pullLater(holeMillis);
  }

  /** The job says that its log reaches to `key`: most often the push is on its way; if not, the page is read. */
  expect(key: string): void {
    if (key > this.#expected) this.#expected = key;
    if (this.#isBehind() && !this.#reading) this.#pullLater(expectMillis);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    this.#again = false;
    try {
      let after = this.#store.lastKey;
      for (;;) {
        const page = await this.#readPage(after);
        if (this.#stopped) return;
        this.#store.addPage(page);
        this.#failures = 0;
        if (page.items.length === 0 || page.next_after === null) break;
        after = latest(page.next_after, this.#store.lastKey);
      }
      this.#onState(this.#store.complete ? "ended" : "following");
      this.#reading = false;
      if (this.#again) this.pull();
      else if (this.#store.hasHole) this.#pullLater(backOff(++this.#holes));
    } catch (error) {
      this.#reading = false;
      if (this.#stopped) return;
      this.#onState("failing", error);
      this.#pullLater(backOff(++this.#failures), true);
    }
  }

  #isBehind(): boolean {
    return this.#expected > (this.#store.lastKey ?? "");
  }

  /** The sooner of two wishes counts. */
  #pullLater(millis: number, always = false): void {
    const due = this.#clock.now() + millis;
    if (this.#timer !== undefined && this.#timerDue <= due) return;
    this.#cancelTimer();
    this.#timerDue = due;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      if (always || this.#store.hasHole || this.#isBehind()) this.pull();
    }, millis);
  }

  #cancelTimer(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function backOff(times: number): number {
  return Math.min(retryMinMillis * 2 ** (times - 1), retryMaxMillis);
}

function latest(key: string, other: string | undefined): string {
  return other !== undefined && other > key ? other : key;
}
