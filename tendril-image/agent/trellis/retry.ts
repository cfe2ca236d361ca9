import { pause, type Clock } from "../clock.ts";
import { UnreachableError } from "./errors.ts";

const firstMillis = 200;
const mostMillis = 5_000;

/** Doubles from 0.2 s to 5 s; the random half keeps many workers from coming back in step. */
export function backOffMillis(failures: number, random: () => number): number {
  const full = Math.min(mostMillis, firstMillis * 2 ** Math.min(failures, 10));
  return full / 2 + (full / 2) * random();
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends the retries: the last error is then thrown. */
  readonly signal?: AbortSignal;
  readonly maxMillis?: number;
}

/** Repeats a request for as long as Trellis does not answer. A refusal is thrown at once. */
export async function retrying<T>(request: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, random, signal, maxMillis = Number.POSITIVE_INFINITY } = options;
  const start = clock.now().getTime();
  for (let failures = 0; ; failures += 1) {
    try {
      return await request();
    } catch (error) {
      const isLate = () => signal?.aborted === true || clock.now().getTime() - start >= maxMillis;
      if (!(error instanceof UnreachableError) || isLate()) throw error;
      await pause(clock, backOffMillis(failures, random), signal);
      if (isLate()) throw error;
    }
  }
}
