import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import { trellis } from "../api/trellis.ts";
import { useTopic } from "../realtime/use-topic.ts";

const liveMillis = 20_000;
const pollMillis = 3_000;

/** One Tendril, kept up to date. */
export function useTendril(id: string) {
  const queries = useQueryClient();
  const onReady = useCallback(() => void queries.invalidateQueries({ queryKey: ["tendril", id] }), [queries, id]);
  const onMessage = useCallback(
    (message: ServerMessage) => {
      if (message.type === "tendril" && message.tendril.id === id)
        queries.setQueryData(["tendril", id], message.tendril);
    },
    [queries, id],
  );
  const liveness = useTopic("tendrils", { onReady, onMessage });
  const query = useQuery({
    queryKey: ["tendril", id],
    queryFn: ({ signal }) => trellis.tendril(id, signal),
    refetchInterval: ({ state }) => (state.status === "error" ? false : liveness === "live" ? liveMillis : pollMillis),
  });
  return { query, liveness };
}
