import type { Clock } from "../clock.ts";

/**
 * Does something at once and then again every so often, never twice at the same time. The answer ends it.
 * `act` handles its own errors.
 */
export function repeat(clock: Clock, millis: number, act: () => Promise<void>): () => void {
  let ended = false;
  let takeBack: () => void = () => undefined;
  const round = () => {
    const start = clock.now().getTime();
    void act().finally(() => {
      if (ended) return;
      const left = millis - (clock.now().getTime() - start);
      takeBack = clock.after(Math.max(0, left), round);
    });
  };
  round();
  return () => {
    ended = true;
    takeBack();
  };
}
