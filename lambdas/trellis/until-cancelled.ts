import { isCancelled } from "../domain/is-cancelled.ts";
import { getJob } from "../store/jobs.ts";
import { logEvent } from "./log-event.ts";

/** How often a step that takes long looks whether its job is still wanted. */
const lookMillis = 2_000;

/** A signal that aborts when the job is cancelled, or as the given one does. `end` stops the looking. */
export function untilCancelled(
  jobId: string,
  also: AbortSignal,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const cancelled = new AbortController();
  const look = async (): Promise<void> => {
    const row = await getJob(jobId);
    if (row === undefined || isCancelled(row)) cancelled.abort();
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => logEvent("cancel_not_read", { job_id: jobId, error }));
  }, lookMillis);
  return { signal: AbortSignal.any([cancelled.signal, also]), end: () => clearInterval(timer) };
}
