import { setTimeout as pause } from "node:timers/promises";
import type { RunningProcess } from "../processes/processes.ts";

/** Resolves once the server answers anything; rejects when its process ended or the time is up. */
export async function waitForHttp(url: string, server: RunningProcess, timeoutSeconds = 60): Promise<void> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const ended = new AbortController();
  void server.exited.then(() => ended.abort());
  while (!ended.signal.aborted && !signal.aborted) {
    try {
      await fetch(url, { signal });
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Error(
    ended.signal.aborted
      ? `${server.name} ended while it started`
      : `${server.name} did not answer within ${timeoutSeconds} seconds`,
  );
}
