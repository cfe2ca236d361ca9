import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import { trellis } from "../api/trellis.ts";
import { isTerminal } from "../job-status.ts";
import { useTopic } from "../realtime/use-topic.ts";

const everyMillis = 30_000;

/** Identities change by people and by jobs: when a job about one ends, it is read again. */
function useIdentityJobs(id?: string): void {
  const queries = useQueryClient();
  const onMessage = useCallback(
    (message: ServerMessage) => {
      if (message.type !== "job" || !isTerminal(message.job.status)) return;
      const { kind, id: target } = message.job.target;
      if (kind !== "cloud_identity" || (id !== undefined && id !== target)) return;
      void queries.invalidateQueries({ queryKey: ["cloud-identities"] });
    },
    [queries, id],
  );
  useTopic("jobs", { onMessage });
}

export function useIdentities() {
  useIdentityJobs();
  return useQuery({
    queryKey: ["cloud-identities", "list"],
    queryFn: ({ signal }) => trellis.cloudIdentities(signal),
    refetchInterval: everyMillis,
  });
}

/** One identity with all that was found. */
export function useIdentity(id: string) {
  useIdentityJobs(id);
  return useQuery({
    queryKey: ["cloud-identities", id],
    queryFn: ({ signal }) => trellis.cloudIdentity(id, signal),
    enabled: id !== "",
  });
}
