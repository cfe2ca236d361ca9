import type { Clock } from "./clock.ts";

/**
 * Why work is stopped. `cancelled`: a person asked. `interrupted`: the container is being stopped.
 * `fenced`: Trellis gave the job to somebody else. `credentials_expired`: they could not be renewed.
 */
export type StopReason = "cancelled" | "interrupted" | "fenced" | "credentials_expired";

/**
 * How long Terraform may take to save its state before it is killed, by the reason. A cancelled job is waited for as
 * long as it takes: an admin's force arrives as SIGTERM. ECS kills the whole container 120 s after that one.
 */
const graceSeconds: Readonly<Record<StopReason, number | undefined>> = {
  cancelled: undefined,
  interrupted: 45,
  fenced: 60,
  credentials_expired: undefined,
};

/** The one way to stop a job, whoever asks and however often: Terraform hears of it once. */
export class StopOrder {
  readonly #clock: Clock;
  readonly #interrupt = new AbortController();
  readonly #fence = new AbortController();
  readonly #kill = new AbortController();
  #reason: StopReason | undefined;
  #endGrace: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The first reason given; being fenced outranks all. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Aborted by the first request: Terraform gets its one SIGINT. */
  get interrupt(): AbortSignal {
    return this.#interrupt.signal;
  }

  /** Aborted when nothing may be sent any more. */
  get fence(): AbortSignal {
    return this.#fence.signal;
  }

  /** Aborted when Terraform has had its time. */
  get kill(): AbortSignal {
    return this.#kill.signal;
  }

  request(reason: StopReason): void {
    if (this.#reason === undefined || reason === "fenced") this.#reason = reason;
    this.#armGrace(graceSeconds[reason]);
    this.#interrupt.abort();
    if (reason === "fenced") this.#fence.abort();
  }

  /** The work is over: nobody has to be killed any more. */
  end(): void {
    this.#endGrace?.();
  }

  #armGrace(seconds: number | undefined): void {
    if (seconds === undefined || this.#endGrace !== undefined) return;
    this.#endGrace = this.#clock.after(seconds * 1000, () => this.#kill.abort());
  }
}
