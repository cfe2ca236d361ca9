import type { AgentParts } from "./agent-parts.ts";
import { runJob } from "./job/run-job.ts";
import { StopOrder } from "./stop-order.ts";
import { RefusedError } from "./trellis/errors.ts";
import { keepLiveSocket } from "./trellis/live-socket.ts";
import { retrying } from "./trellis/retry.ts";

export interface PlatformOptions {
  readonly workerId: string;
  readonly jobId: string;
  /** Aborted when the container is to stop. */
  readonly shutdown: AbortSignal;
}

/** A runner that cannot claim its job for so long gives up; another one is started for it. */
const claimMaxMillis = 5 * 60_000;

/**
 * The one-shot runner: claims the job it was started for, runs it and ends. Answers the exit code, which is 0 also when
 * Terraform failed: the outcome tells that.
 */
export async function platform(parts: AgentParts, { workerId, jobId, shutdown }: PlatformOptions): Promise<number> {
  const { client, clock, random, log, complain } = parts;
  const stop = new StopOrder(clock);
  const interrupt = () => stop.request("interrupted");
  if (shutdown.aborted) interrupt();
  shutdown.addEventListener("abort", interrupt);
  const ended = new AbortController();
  try {
    const requestId = parts.newId();
    const claim = await retrying(() => client.claim(requestId, jobId), { clock, random, maxMillis: claimMaxMillis });
    if (claim === undefined) {
      log("nothing-to-do", { job_id: jobId });
      return 0;
    }
    const onMessage = (message: { readonly type: string; readonly job_id?: string }) => {
      if (message.type === "cancel" && message.job_id === jobId) stop.request("cancelled");
    };
    void keepLiveSocket({ client, workerId, clock, random, log, onMessage, signal: ended.signal });
    const end = await runJob(parts, claim, stop);
    return end === "reported" ? 0 : 1;
  } catch (error) {
    complain(`Job ${jobId} could not be claimed: ${error instanceof Error ? error.message : "unknown"}`);
    log("claim-failed", {
      job_id: jobId,
      ...(error instanceof RefusedError && { code: error.code, status: error.status }),
    });
    return 1;
  } finally {
    ended.abort();
    shutdown.removeEventListener("abort", interrupt);
  }
}
