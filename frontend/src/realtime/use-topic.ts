import { createContext, useContext, useEffect, useState } from "react";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import type { Realtime } from "./realtime.ts";

export const RealtimeContext = createContext<Realtime | undefined>(undefined);

/** `waiting` until the first connect was tried, then whether pushes arrive. */
export type Liveness = "waiting" | "live" | "lost";

interface TopicHandlers {
  /** Subscribed, for the first time or again: read what came before. Must be stable. */
  readonly onReady?: () => void;
  /** Must be stable. */
  readonly onMessage: (message: ServerMessage) => void;
}

/** Hears a topic for as long as the component is there. */
export function useTopic(topic: string | undefined, { onReady, onMessage }: TopicHandlers): Liveness {
  const realtime = useContext(RealtimeContext);
  const [liveness, setLiveness] = useState<Liveness>("waiting");
  useEffect(() => {
    if (realtime === undefined || topic === undefined) return undefined;
    return realtime.listen(topic, {
      ready: () => {
        setLiveness("live");
        onReady?.();
      },
      lost: () => setLiveness("lost"),
      message: onMessage,
    });
  }, [realtime, topic, onReady, onMessage]);
  return liveness;
}
