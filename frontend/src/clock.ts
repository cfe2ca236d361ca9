/** Time as the dashboard sees it: tests pass their own. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, millis: number): number;
  clearTimeout(timer: number): void;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, millis) => window.setTimeout(callback, millis),
  clearTimeout: (timer) => window.clearTimeout(timer),
};
