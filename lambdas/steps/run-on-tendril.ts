import type { TaskTokens } from "../cloud/task-tokens.ts";
import { callTendrils, enqueue, lookForTendril } from "../trellis/call-tendril.ts";
import type { Clock } from "../trellis/clock.ts";
import { activeJob, startStep } from "../trellis/run-step.ts";
import { tendWait } from "../trellis/tend-wait.ts";
import { keepWait } from "../trellis/wait-for-token.ts";

export interface Running {
  readonly taskTokens: TaskTokens;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Offers the job to the Tendril that was asked for, else to all, and waits until one of them has told how it ended. The
 * claim ends the step Await Tendril; the token is kept until the run is settled.
 */
export async function runOnTendril(jobId: string, token: string, { taskTokens, clock }: Running): Promise<void> {
  const since = clock.now().toISOString();
  const begun = await startStep(
    jobId,
    "Await Tendril",
    async (row, log) => {
      await keepWait(row, { step: "Await Tendril", token, since }, taskTokens);
      const outlook = await lookForTendril(row, clock);
      await log.say(outlook.waiting.detail);
      // From now on it can be claimed, which ends the step's log.
      await enqueue(row, outlook);
      await callTendrils(outlook.tendrils);
    },
    clock,
  );
  // A retried state has a token of its own, also when the job was claimed by the token of the first try.
  if (begun === undefined) await keepWait(await activeJob(jobId), { step: "Await Tendril", token, since }, taskTokens);
  await tendWait(jobId, { clock, taskTokens });
}
