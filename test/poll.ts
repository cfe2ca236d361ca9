import { setTimeout as pause } from "node:timers/promises";

/** Between two looks the machine belongs to what is waited for. */
const pauseMillis = 200;

/** Looks again and again at what tells nobody when it changes, until it is so. The test's own time-out is the limit. */
export async function poll<T>(look: () => T | Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await pause(pauseMillis);
  }
}
