import { randomBytes } from "node:crypto";
import { rollouts as tendrilRollouts } from "../cloud/rollouts.ts";
import { secrets } from "../cloud/secrets.ts";
import { taskDefinitions as tendrilTaskDefinitions } from "../cloud/task-definitions.ts";
import { taskTokens as sealedTaskTokens } from "../cloud/task-tokens.ts";
import { tendrilServices } from "../cloud/tendril-service.ts";
import { readEnvironment } from "../contract/environment.ts";
import { systemClock as clock } from "../trellis/clock.ts";
import { runStep, type StepWork } from "../trellis/run-step.ts";
import { awaitRollout } from "./await-rollout.ts";
import { deregisterTendril } from "./deregister-tendril.ts";
import { drainTendril } from "./drain-tendril.ts";
import { forceNewDeployment } from "./force-new-deployment.ts";
import { registerTendril } from "./register-tendril.ts";
import { runOnTendril } from "./run-on-tendril.ts";
import { requeueJobs, type Requeued } from "./requeue-jobs.ts";
import { settleRollout } from "./settle-rollout.ts";
import { startTendril } from "./start-tendril.ts";
import { tendrilStepInputSchema, type TendrilStepInput } from "./step-input.ts";
import { updateTaskDefinition } from "./update-task-definition.ts";

const environment = readEnvironment(["tendrilImage", "tendrilVersion", "taskTokenKeySecret"]);
const { tendrilImage: image, tendrilVersion: version } = environment;
const rollouts = tendrilRollouts();
const taskDefinitions = tendrilTaskDefinitions();
const taskTokens = sealedTaskTokens(environment.taskTokenKeySecret, secrets());
const newToken = (): string => randomBytes(32).toString("base64url");

/** The steps that work through and end. */
const work = {
  "Register Tendril": registerTendril({ secrets: secrets(), newToken, now: clock.now }),
  "Start Tendril": startTendril(tendrilServices()),
  "Update Task Definition": updateTaskDefinition({ image, version }, rollouts, taskDefinitions),
  "Force New Deployment": forceNewDeployment(rollouts, clock),
  "Deregister Tendril": deregisterTendril(taskDefinitions),
} as const satisfies Partial<Record<TendrilStepInput["step"], StepWork>>;

/** The steps that reach a Tendril: its row, its secret, its service, in whatever region it lives. */
export async function handler(event: unknown): Promise<Requeued | null> {
  const input = tendrilStepInputSchema.parse(event);
  switch (input.step) {
    case "Drain Tendril":
      await drainTendril(input.job_id, input.task_token, { taskTokens, clock, latestVersion: version });
      return null;
    case "Run On Tendril":
      await runOnTendril(input.job_id, input.task_token, { taskTokens, clock });
      return null;
    case "Requeue Jobs":
      return requeueJobs(input.job_id, input.error, clock);
    case "Await Rollout":
      await awaitRollout(input.job_id, input.task_token, { taskTokens, rollouts, clock });
      return null;
    case "Settle Rollout":
      await settleRollout(input.job_id, input.error, { rollouts, taskDefinitions, clock });
      return null;
    default:
      await runStep(input.job_id, input.step, work[input.step]);
      return null;
  }
}
