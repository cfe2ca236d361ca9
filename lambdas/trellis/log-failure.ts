import type { JobError } from "../domain/caught-error.ts";
import { isPlatformFault } from "../domain/is-platform-fault.ts";
import { operationsEvents } from "../contract/operations-events.ts";
import { logEvent } from "./log-event.ts";

/** Tells the program's log that a job has failed, and by whose fault: an alarm counts the platform's. */
export function logFailure(jobId: string, { code }: Pick<JobError, "code">): void {
  logEvent(isPlatformFault(code) ? operationsEvents.platformFault : "job_failed", { job_id: jobId, code });
}
