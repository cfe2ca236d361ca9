import type { Job } from "../lambdas/contract/job.ts";
import type { TestStack } from "./local-stack.ts";
import { poll } from "./poll.ts";

/** Sweeps, as the schedule does every minute, until it has come true. */
export async function sweepUntil({ stack }: TestStack, isDone: () => Promise<boolean>): Promise<void> {
  const sweep = async (): Promise<boolean> => {
    await stack.sweep();
    return isDone();
  };
  await poll(sweep, (done) => done);
}

/** The job as it is once a sweep has closed it. */
export async function closedBySweep(local: TestStack, id: string): Promise<Job> {
  await sweepUntil(local, async () => (await local.client.job(id)).closed_at !== null);
  return local.client.job(id);
}
