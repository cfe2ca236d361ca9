import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import { trellis } from "../api/trellis.ts";
import { useTopic } from "../realtime/use-topic.ts";

const everyMillis = 30_000;

/** Vines change by people and by their jobs: when one is created, begins to wait again, or ends. */
function useVineJobs(id?: string): void {
  const queries = useQueryClient();
  const onMessage = useCallback(
    (message: ServerMessage) => {
      if (message.type !== "job" || message.job.status === "PROCESSING") return;
      const { kind, id: target } = message.job.target;
      if (kind !== "vine" || (id !== undefined && id !== target)) return;
      void queries.invalidateQueries({ queryKey: ["vines"] });
    },
    [queries, id],
  );
  useTopic("jobs", { onMessage });
}

export function useVines() {
  useVineJobs();
  return useInfiniteQuery({
    queryKey: ["vines", "list"],
    queryFn: ({ pageParam, signal }) => trellis.vines(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: everyMillis,
  });
}

export function useVine(id: string) {
  useVineJobs(id);
  return useQuery({ queryKey: ["vines", id], queryFn: ({ signal }) => trellis.vine(id, signal) });
}

export function useVineyards() {
  return useQuery({ queryKey: ["vineyards"], queryFn: ({ signal }) => trellis.vineyards(signal) });
}
