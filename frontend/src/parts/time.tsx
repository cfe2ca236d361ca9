import { useNow } from "../use-now.ts";
import { durationText, fullTime, relativeTime } from "../time-text.ts";

/** A moment as a person says it, with the exact time on hover. */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={fullTime(at)}>
      {relativeTime(at, now)}
    </time>
  );
}

/** How long it took from `from` until `to`, or is taking so far. */
export function Duration({ from, to }: { readonly from: string; readonly to: string | null }) {
  const now = useNow(to === null);
  const end = to === null ? now : Date.parse(to);
  const seconds = (end - Date.parse(from)) / 1000;
  return <span className="number">{to !== null && seconds < 1 ? "<1s" : durationText(seconds)}</span>;
}
