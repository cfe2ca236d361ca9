import type { Clock } from "../clock.ts";
import type { Progress } from "../terraform/apply-reader.ts";

/** As often as a person can read it. */
const everyMillis = 500;

/** Reports how far Terraform is: the newest state only, one request in flight. What fails is overtaken by the next. */
export class ProgressReporter {
  readonly #clock: Clock;
  readonly #send: (progress: Progress) => Promise<void>;
  #newest: Progress | undefined;
  #busy = false;

  constructor(clock: Clock, send: (progress: Progress) => Promise<void>) {
    this.#clock = clock;
    this.#send = send;
  }

  set(progress: Progress): void {
    this.#newest = progress;
    if (!this.#busy) void this.#next();
  }

  /** The last state, sent if it was not yet. */
  takeRest(): Progress | undefined {
    const rest = this.#newest;
    this.#newest = undefined;
    return rest;
  }

  async #next(): Promise<void> {
    const progress = this.takeRest();
    if (progress === undefined) return;
    this.#busy = true;
    // Only a picture of the moment: a fence is heard by whoever reports what matters.
    await this.#send(progress).catch(() => undefined);
    this.#clock.after(everyMillis, () => {
      this.#busy = false;
      void this.#next();
    });
  }
}
