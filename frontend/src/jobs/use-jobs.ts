import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import { trellis, type JobFilter } from "../api/trellis.ts";
import { useTopic } from "../realtime/use-topic.ts";
import { applyJobEvent, type JobPages } from "./job-list.ts";

const pollMillis = 3_000;

/** The jobs that fit the filter, newest first, kept up to date by pushes, or by asking again while there are none. */
export function useJobs({ status, type, q, tendril_id, vine_id }: JobFilter) {
  const queries = useQueryClient();
  const onReady = useCallback(() => void queries.invalidateQueries({ queryKey: ["jobs"] }), [queries]);
  const onMessage = useCallback(
    (message: ServerMessage) => {
      if (message.type !== "job") return;
      queries.setQueryData<JobPages>(["jobs", status, type, q, tendril_id, vine_id], (pages) =>
        pages === undefined ? undefined : applyJobEvent(pages, message.job, { status, type, q, tendril_id, vine_id }),
      );
    },
    [queries, status, type, q, tendril_id, vine_id],
  );
  const liveness = useTopic("jobs", { onReady, onMessage });
  const query = useInfiniteQuery({
    queryKey: ["jobs", status, type, q, tendril_id, vine_id],
    queryFn: ({ pageParam, signal }) => trellis.jobs({ status, type, q, tendril_id, vine_id }, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: liveness === "lost" ? pollMillis : false,
  });
  return { query, liveness };
}
