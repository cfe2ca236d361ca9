import type { Machine } from "./language.ts";
import { catchAll, jobLifecycle, lambdaStep, waitingStep } from "./lifecycle.ts";
import type { MachineParts } from "./parts.ts";

/** ECS gives a task up after some minutes, three times over, before its circuit breaker acts. */
const rolloutTimeoutSeconds = 1800;
/** Half an hour covers all that is around the roll-out. */
const timeoutSeconds = rolloutTimeoutSeconds + 1800;

/** A state that settles the roll-out, for better or worse; not a step of the job itself. */
export const rolloutStates = ["Settle Rollout"] as const;

/** From the new revision on, an error first brings the old one back. */
const settles = { ...catchAll, ResultPath: "$.rollout", Next: "Settle Rollout" };

/** UPDATE_WORKER: a revision with the newest release is rolled out and proven by its heartbeat, or rolled back. */
export function updateWorker({ jobSteps, tendrilSteps, broker }: MachineParts): Machine {
  return jobLifecycle({
    type: "UPDATE_WORKER",
    jobSteps,
    timeoutSeconds,
    steps: {
      "Assume Platform Role": lambdaStep("Assume Platform Role", broker),
      "Update Task Definition": lambdaStep("Update Task Definition", tendrilSteps, { catch: settles }),
      "Force New Deployment": lambdaStep("Force New Deployment", tendrilSteps, { catch: settles }),
      "Await Rollout": waitingStep("Await Rollout", tendrilSteps, {
        path: "$.rollout",
        timeoutSeconds: rolloutTimeoutSeconds,
        next: "Settle Rollout",
      }),
      "Settle Rollout": lambdaStep("Settle Rollout", tendrilSteps, { payload: { "error.$": "$.rollout" } }),
    },
  });
}
