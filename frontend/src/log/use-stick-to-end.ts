import { useEffect, type RefObject } from "react";

/** Whatever makes the content taller (lines, wrapping, a block that is laid out at last): the end stays in view. */
export function useStickToEnd(
  content: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  stick: ((scroller: HTMLElement) => void) | undefined,
): void {
  // Not a layout effect: the pane is an ancestor, whose ref is set after those of its children ran.
  useEffect(() => {
    const pane = scroller.current;
    if (stick === undefined || content.current === null || pane === null) return undefined;
    const observer = new ResizeObserver(() => stick(pane));
    observer.observe(content.current);
    observer.observe(pane);
    return () => observer.disconnect();
  }, [stick, content, scroller]);
}
