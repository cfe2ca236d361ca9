import { setTimeout as pause } from "node:timers/promises";
import type { Job } from "../lambdas/contract/job.ts";
import type { TestStack } from "./local-stack.ts";

/** Between two sweeps the machine belongs to what is waited for. */
const pauseMillis = 200;

/** Sweeps, as the schedule does every minute, until it has come true. */
export async function sweepUntil({ stack }: TestStack, isDone: () => Promise<boolean>): Promise<void> {
  for (;;) {
    await stack.sweep();
    if (await isDone()) return;
    await pause(pauseMillis);
  }
}

/** The job as it is once a sweep has closed it. */
export async function closedBySweep(local: TestStack, id: string): Promise<Job> {
  await sweepUntil(local, async () => (await local.client.job(id)).closed_at !== null);
  return local.client.job(id);
}
