import type { Job } from "../../../lambdas/contract/job.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Clock } from "../clock.ts";
import { isStopping, isTerminal } from "../job-status.ts";

const againMillis = 500;
const patienceMillis = 15_000;

export interface WhenFreeParts {
  readonly readJob: (id: string) => Promise<Job>;
  readonly clock: Clock;
}

/**
 * Creates a job, and again while the one before it is only being closed: it has ended, so that its page says that it is
 * over, but its log is still being put together and its target is held for that long.
 */
export async function whenFree(create: () => Promise<Job>, { readJob, clock }: WhenFreeParts): Promise<Job> {
  const end = clock.now() + patienceMillis;
  for (;;) {
    try {
      return await create();
    } catch (error) {
      const inTheWay = error instanceof ApiProblem && error.code === "TARGET_BUSY" ? error.jobId : undefined;
      if (inTheWay === undefined || clock.now() >= end || !isClosing(await readJob(inTheWay))) throw error;
      await new Promise<void>((resolve) => clock.setTimeout(resolve, againMillis));
    }
  }
}

/** Not one that waits for a person or for its Terraform: that may take long. */
function isClosing(job: Job): boolean {
  return isTerminal(job.status) && !isStopping(job) && job.error_code !== "TENDRIL_LOST";
}
