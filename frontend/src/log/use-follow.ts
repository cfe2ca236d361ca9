import { useCallback, useLayoutEffect, useRef, useState, type UIEvent } from "react";

/** So near to the end counts as the end: half a line, and what a zoomed page rounds. */
const endPixels = 16;

/** Whether the pane sticks to its end. Scrolling up lets go, coming back to the end takes hold again. */
export function useFollow(lines: number, startPaused: boolean) {
  const [pausedAt, setPausedAt] = useState(startPaused ? lines : undefined);
  const lastTop = useRef(0);
  const linesNow = useRef(lines);
  useLayoutEffect(() => {
    linesNow.current = lines;
  });
  const pause = useCallback(() => setPausedAt((before) => before ?? linesNow.current), []);
  const resume = useCallback(() => setPausedAt(undefined), []);
  /** Goes to the end. That may be further up than before (a pane that grew), which is not its reader's doing. */
  const stick = useCallback((scroller: HTMLElement) => {
    scroller.scrollTop = scroller.scrollHeight;
    lastTop.current = scroller.scrollTop;
  }, []);
  const onScroll = useCallback(
    (event: UIEvent<HTMLElement>) => {
      const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
      const up = scrollTop < lastTop.current - 1;
      lastTop.current = scrollTop;
      if (scrollHeight - scrollTop - clientHeight <= endPixels) resume();
      else if (up) pause();
    },
    [pause, resume],
  );
  return {
    following: pausedAt === undefined,
    newLines: pausedAt === undefined ? 0 : lines - pausedAt,
    pause,
    resume,
    stick,
    onScroll,
  };
}
