import type { State } from "./language.ts";
import { lambdaStep } from "./lifecycle.ts";

/** The states that judge a run; not steps of the job itself. */
export const settleRunStates = ["Settle Run", "Choose Next"] as const;

/**
 * Settles what became of a run, of which `$.run` tells how it ended. `Settle Run` judges by the job's row, not by that
 * alone: `requeue` when the runner was lost before Terraform changed anything, else on to `next`, else a catalogue error.
 */
export function settleRunSteps(jobSteps: string, next: string): Record<string, State> {
  return {
    "Settle Run": lambdaStep("Settle Run", jobSteps, {
      payload: { "error.$": "$.run" },
      keep: { path: "$.settled", members: ["next"] },
    }),
    "Choose Next": {
      Type: "Choice",
      Choices: [{ Variable: "$.settled.next", StringEquals: "requeue", Next: "Begin" }],
      Default: next,
    },
  };
}
