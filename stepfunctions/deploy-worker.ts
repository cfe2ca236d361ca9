import { limits } from "../lambdas/contract/limits.ts";
import type { Machine } from "./language.ts";
import { jobLifecycle, lambdaStep } from "./lifecycle.ts";
import type { MachineParts } from "./parts.ts";
import { platformRunSteps, platformRunTimeoutSeconds } from "./platform-run.ts";

/** Every attempt may use the runner's whole time, and an hour covers all that is around it. */
const timeoutSeconds = limits.attemptsMax * platformRunTimeoutSeconds + 3600;

/** DEPLOY_WORKER: Terraform builds the Tendril's cluster and service, then the Tendril gets its token and starts. */
export function deployWorker({ jobSteps, tendrilSteps, broker, run }: MachineParts): Machine {
  return jobLifecycle({
    type: "DEPLOY_WORKER",
    jobSteps,
    timeoutSeconds,
    steps: {
      // In it the runner passes Generate Terraform Config, Terraform Init and Terraform Apply.
      ...platformRunSteps({ run, jobSteps, broker, next: "Register Tendril" }),
      "Register Tendril": lambdaStep("Register Tendril", tendrilSteps),
      "Start Tendril": lambdaStep("Start Tendril", tendrilSteps),
    },
  });
}
