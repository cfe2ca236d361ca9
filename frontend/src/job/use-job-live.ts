import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Job } from "../../../lambdas/contract/job.ts";
import type { ServerMessage } from "../../../lambdas/contract/realtime.ts";
import { ApiProblem } from "../api/problem.ts";
import { trellis } from "../api/trellis.ts";
import { browserClock } from "../clock.ts";
import { isTerminal } from "../job-status.ts";
import { LogFollower, type FollowState } from "../log/log-follower.ts";
import { LogStore } from "../log/log-store.ts";
import { onNextFrame } from "../log/on-next-frame.ts";
import { useTopic } from "../realtime/use-topic.ts";
import { mergeJob } from "./merge-job.ts";

const pollMillis = 3_000;
/** Also with pushes the table is the truth: what a lost push did not tell is seen after this long. */
const checkMillis = 15_000;

/** One job and its log, up to date by pushes, or by asking every 3 seconds where there are none. */
export function useJobLive(id: string) {
  const queries = useQueryClient();
  const [store] = useState(() => new LogStore(onNextFrame));
  const [logState, setLogState] = useState<{ readonly state: FollowState; readonly error?: unknown }>({
    state: "loading",
  });
  const follower = useFollower(id, store, setLogState);

  const read = useQuery({ queryKey: ["job", id], queryFn: ({ signal }) => trellis.job(id, signal), staleTime: 0 });
  const job = read.data;
  const notThere = job === undefined && read.error instanceof ApiProblem && read.error.problem.status === 404;
  useEffect(() => {
    if (notThere) follower.current?.stop();
  }, [notThere, follower]);
  const open = job !== undefined && job.closed_at === null;
  const closed = job !== undefined && !open;

  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: ["job", id] }), [queries, id]);
  const onReady = useCallback(() => {
    follower.current?.pull();
    refresh();
  }, [follower, refresh]);
  const onMessage = useCallback(
    (message: ServerMessage) => {
      if (message.type === "log") follower.current?.push(message.chunks);
      if (message.type !== "job") return;
      queries.setQueryData<Job>(["job", id], (old) => (old === undefined ? undefined : mergeJob(old, message.job)));
      // What the job found out is too large for a push.
      if (isTerminal(message.job.status)) refresh();
    },
    [follower, queries, id, refresh],
  );
  const liveness = useTopic(open ? `job:${id}` : undefined, { onReady, onMessage });

  useEffect(() => {
    if (job === undefined) return;
    store.declareMissing(job.log.missing);
    if (job.log.last_key !== null) follower.current?.expect(job.log.last_key);
  }, [job, store, follower]);
  useEffect(() => {
    if (closed) follower.current?.pull();
  }, [closed, follower]);
  usePolling(open, liveness === "live" ? checkMillis : pollMillis, async () => {
    follower.current?.pull();
    const before = job?.status;
    if (liveness === "live" || (await trellis.jobStatus(id)).status !== before || store.lastKey !== job?.log.last_key)
      refresh();
  });
  return {
    read,
    job,
    store,
    logState,
    liveness: open ? liveness : undefined,
    retryLog: () => follower.current?.pull(),
  };
}

function useFollower(id: string, store: LogStore, onState: (state: { state: FollowState; error?: unknown }) => void) {
  const follower = useRef<LogFollower>(undefined);
  useEffect(() => {
    const next = new LogFollower(
      store,
      (after) => trellis.logPage(id, after),
      browserClock,
      (state, error) => onState({ state, error }),
    );
    follower.current = next;
    next.pull();
    return () => next.stop();
  }, [id, store, onState]);
  return follower;
}

/** Calls `ask` again and again while `active`. What it throws is left to the reads, which show their own errors. */
function usePolling(active: boolean, millis: number, ask: () => Promise<void>): void {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (!active) return undefined;
    let timer: number | undefined;
    let over = false;
    const poll = async () => {
      await latest.current().catch(() => undefined);
      if (!over) timer = browserClock.setTimeout(() => void poll(), millis);
    };
    timer = browserClock.setTimeout(() => void poll(), millis);
    return () => {
      over = true;
      if (timer !== undefined) browserClock.clearTimeout(timer);
    };
  }, [active, millis]);
}
