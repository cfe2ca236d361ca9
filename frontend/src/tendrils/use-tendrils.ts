import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { trellis, type List } from "../api/trellis.ts";
import { useTopic } from "../realtime/use-topic.ts";

/** A heartbeat that does not come is no event: the list is read again now and then, more often without pushes. */
const liveMillis = 20_000;
const pollMillis = 3_000;

export function useTendrils() {
  const queries = useQueryClient();
  const onReady = useCallback(() => void queries.invalidateQueries({ queryKey: ["tendrils"] }), [queries]);
  const onMessage = useCallback(
    (message: ServerMessage) => {
      if (message.type !== "tendril") return;
      queries.setQueryData<List<Tendril>>(["tendrils"], (list) =>
        list === undefined ? undefined : { ...list, items: withTendril(list.items, message.tendril) },
      );
    },
    [queries],
  );
  const liveness = useTopic("tendrils", { onReady, onMessage });
  const query = useQuery({
    queryKey: ["tendrils"],
    queryFn: ({ signal }) => trellis.tendrils(signal),
    refetchInterval: liveness === "live" ? liveMillis : pollMillis,
  });
  return { query, liveness };
}

function withTendril(tendrils: readonly Tendril[], changed: Tendril): readonly Tendril[] {
  const known = tendrils.some((tendril) => tendril.id === changed.id);
  if (!known) return [changed, ...tendrils];
  return tendrils.map((tendril) => (tendril.id === changed.id ? changed : tendril));
}
