/** Time as the agent sees it; tests bring their own. */
export interface Clock {
  now(): Date;
  /** Calls `act` once after so many milliseconds. The answer takes it back. */
  after(millis: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(millis, act) {
    const timer = setTimeout(act, millis);
    return () => clearTimeout(timer);
  },
};

/** Waits; ends early, without an error, when `signal` is aborted. */
export function pause(clock: Clock, millis: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = () => {
      takeBack();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const takeBack = clock.after(millis, done);
    signal?.addEventListener("abort", done);
  });
}
