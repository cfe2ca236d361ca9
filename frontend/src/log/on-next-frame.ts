import { browserClock } from "../clock.ts";

const hiddenMillis = 250;

/** Calls back before the next paint; in a tab that nobody sees, where there are no paints, a little later. */
export function onNextFrame(paint: () => void): void {
  if (document.visibilityState === "hidden") browserClock.setTimeout(paint, hiddenMillis);
  else {
    let done = false;
    const once = () => {
      if (done) return;
      done = true;
      paint();
    };
    requestAnimationFrame(once);
    // A tab that is hidden before its frame comes must not wait until it is seen again.
    browserClock.setTimeout(once, hiddenMillis);
  }
}
