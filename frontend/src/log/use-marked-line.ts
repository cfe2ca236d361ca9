import { useEffect, useRef, useState, type MouseEvent, type RefObject } from "react";
import type { LogSnapshot } from "./log-store.ts";
import type { LogPlaces } from "./plain-log.tsx";

/** The line that the address names, `#L123`. */
export function lineOfAddress(): number | undefined {
  const line = /^#L([1-9]\d{0,8})$/.exec(window.location.hash)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** The line that the address names (`#L123`): it is gone to once it is there. A press on a number marks its line and copies the link. */
export function useMarkedLine(
  log: LogSnapshot,
  places: RefObject<LogPlaces | null>,
  /** Changes when other rows can be gone to. */
  bodies: number,
  pauseFollowing: () => void,
) {
  const [marked, setMarked] = useState(lineOfAddress);
  const [message, setMessage] = useState("");
  const wanted = useRef(marked);
  useEffect(() => {
    if (wanted.current === undefined || log.lines === 0) return;
    pauseFollowing();
    if (places.current?.toLine(wanted.current) === true) wanted.current = undefined;
  }, [log, bodies, places, pauseFollowing]);
  useEffect(() => {
    const changed = () => {
      const line = lineOfAddress();
      setMarked(line);
      if (line === undefined) return;
      pauseFollowing();
      places.current?.toLine(line);
    };
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, [places, pauseFollowing]);
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.line-number") : null;
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    window.history.replaceState(window.history.state, "", link.href);
    setMarked(Number(link.dataset["line"]));
    pauseFollowing();
    void navigator.clipboard.writeText(link.href).then(
      () => setMessage(`Link to line ${link.dataset["line"]} copied`),
      () => setMessage(`The address now leads to line ${link.dataset["line"]}`),
    );
  };
  return { marked, onClick, message };
}
