import type { Liveness } from "../realtime/use-topic.ts";

/** Whether the page changes by pushes, or asks every three seconds because there is no connection. */
export function LiveMark({ liveness }: { readonly liveness: Liveness }) {
  if (liveness === "waiting") return null;
  const live = liveness === "live";
  return (
    <span
      className={live ? "live live-on" : "live"}
      title={live ? "Changes arrive at once" : "No live connection: asking every 3 seconds"}
    >
      <span className="live-dot" aria-hidden="true" />
      {live ? "Live" : "Reconnecting"}
    </span>
  );
}
