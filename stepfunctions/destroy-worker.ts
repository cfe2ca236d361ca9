import { limits } from "../lambdas/contract/limits.ts";
import type { Machine } from "./language.ts";
import { jobLifecycle, lambdaStep, waitingStep } from "./lifecycle.ts";
import type { MachineParts } from "./parts.ts";
import { platformRunSteps, platformRunTimeoutSeconds } from "./platform-run.ts";

/** The job that the Tendril still runs may take as long as any; without patience there is `force`. */
const drainTimeoutSeconds = platformRunTimeoutSeconds;
/** Every attempt may use the whole time of its drain and of its runner, and an hour covers all that is around them. */
const timeoutSeconds = limits.attemptsMax * (drainTimeoutSeconds + platformRunTimeoutSeconds) + 3600;

/** A state that tells a self-hosted Tendril from one that Terraform made; not a step of the job itself. */
export const removalStates = ["Choose Removal"] as const;

/** DESTROY_WORKER: the Tendril is drained, its queue handed over, what Terraform made destroyed, its row removed. */
export function destroyWorker({ jobSteps, tendrilSteps, broker, run }: MachineParts): Machine {
  return jobLifecycle({
    type: "DESTROY_WORKER",
    jobSteps,
    timeoutSeconds,
    steps: {
      "Drain Tendril": waitingStep("Drain Tendril", tendrilSteps, {
        path: "$.drain",
        timeoutSeconds: drainTimeoutSeconds,
        next: "Requeue Jobs",
      }),
      "Requeue Jobs": lambdaStep("Requeue Jobs", tendrilSteps, {
        payload: { "error.$": "$.drain" },
        keep: { path: "$.requeued", members: ["next"] },
      }),
      "Choose Removal": {
        Type: "Choice",
        Choices: [{ Variable: "$.requeued.next", StringEquals: "deregister", Next: "Deregister Tendril" }],
        Default: "Assume Platform Role",
      },
      // In it the runner passes Generate Terraform Config, Terraform Init and Terraform Destroy.
      ...platformRunSteps({ run, jobSteps, broker, next: "Deregister Tendril" }),
      "Deregister Tendril": lambdaStep("Deregister Tendril", tendrilSteps),
    },
  });
}
