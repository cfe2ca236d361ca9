import type { Machine } from "./language.ts";
import { jobLifecycle } from "./lifecycle.ts";
import type { MachineParts } from "./parts.ts";
import { tendrilRunSteps, tendrilRunTimeoutSeconds } from "./tendril-run.ts";

/** PLAN: a Tendril plans the vine with the credentials of its cloud identity, and keeps the plan for review. */
export function plan({ jobSteps, tendrilSteps }: MachineParts): Machine {
  return jobLifecycle({
    type: "PLAN",
    jobSteps,
    timeoutSeconds: tendrilRunTimeoutSeconds,
    // In Run On Tendril the job passes all steps of its own, from Await Tendril to Store Plan.
    steps: tendrilRunSteps({ jobSteps, tendrilSteps, next: "Report Results" }),
  });
}
