import type { Clock } from "./clock.ts";

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

/** A clock for tests: time passes when `advance` says so. */
export class ManualClock implements Clock {
  #now = Date.parse("2026-01-01T00:00:00Z");
  #timers: Timer[] = [];

  now(): Date {
    return new Date(this.#now);
  }

  after(millis: number, act: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, millis), act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, and after each timer whatever it set off. */
  async advance(millis: number): Promise<void> {
    const end = this.#now + millis;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.act();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets all run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
