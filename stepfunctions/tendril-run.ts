import { limits } from "../lambdas/contract/limits.ts";
import type { State } from "./language.ts";
import { waitingStep } from "./lifecycle.ts";
import { settleRunStates, settleRunSteps } from "./settle-run.ts";

/** The state in which a Tendril has the job and those that read how it ended; not steps of the job itself. */
export const tendrilRunStates = ["Run On Tendril", ...settleRunStates] as const;

/** The sweep ends what takes too long; an hour more, so that its words are the ones that are seen. */
const runTimeoutSeconds = limits.tendrilWaitSeconds + limits.tendrilRunSeconds + 3600;

/** Every attempt may use the whole time of its wait and its run, and an hour covers all that is around them. */
export const tendrilRunTimeoutSeconds = limits.attemptsMax * runTimeoutSeconds + 3600;

export interface TendrilRunOptions {
  /** ARN of the function that settles runs. */
  readonly jobSteps: string;
  /** ARN of the function that reaches Tendrils. */
  readonly tendrilSteps: string;
  /** The state after a run that did its work. */
  readonly next: string;
}

/**
 * Has a Tendril do the job: one state waits by task token until a Tendril has taken the job and told how it ended, or
 * until it is clear that none will; then it is settled.
 */
export function tendrilRunSteps({ jobSteps, tendrilSteps, next }: TendrilRunOptions): Record<string, State> {
  return {
    "Run On Tendril": waitingStep("Run On Tendril", tendrilSteps, {
      path: "$.run",
      timeoutSeconds: runTimeoutSeconds,
      next: "Settle Run",
    }),
    ...settleRunSteps(jobSteps, next),
  };
}
