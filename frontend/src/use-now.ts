import { useSyncExternalStore } from "react";
import { browserClock } from "./clock.ts";

const tickMillis = 1000;
const listeners = new Set<() => void>();
let now = browserClock.now();
let timer: number | undefined;

function tick(): void {
  now = browserClock.now();
  timer = browserClock.setTimeout(tick, tickMillis);
  for (const listener of listeners) listener();
}

/** One timer for the whole page, which stops when nobody looks at it. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = browserClock.now();
    timer = browserClock.setTimeout(tick, tickMillis);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === undefined) return;
    browserClock.clearTimeout(timer);
    timer = undefined;
  };
}

const subscribeToNothing = () => () => undefined;

/** The present in epoch milliseconds, renewed every second while `ticking`. */
export function useNow(ticking = true): number {
  return useSyncExternalStore(ticking ? subscribe : subscribeToNothing, () => now);
}
