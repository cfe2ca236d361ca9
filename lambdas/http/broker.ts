import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { assumeRole } from "../cloud/assume-role.ts";
import { readEnvironment } from "../contract/environment.ts";
import { systemClock } from "../trellis/clock.ts";
import { runStep } from "../trellis/run-step.ts";
import type { Answer } from "./answer.ts";
import { assumePlatformRole } from "./worker/assume-platform-role.ts";
import { brokerStepInputSchema, type BrokerStepInput } from "./worker/broker-step-input.ts";
import { postCredentials } from "./worker/post-credentials.ts";
import { workerHandler } from "./worker/worker-handler.ts";

const settings = readEnvironment(["provisionerRole", "stateRole", "stateBucket"]);
const assume = assumeRole();
const http = workerHandler([postCredentials({ ...systemClock, settings, assumeRole: assume })]);

/** The only function that may assume roles: for a runner that asks, and for the step that proves it can be done. */
export async function handler(event: APIGatewayProxyEventV2 | BrokerStepInput): Promise<Answer | null> {
  if (!("step" in event)) return http(event);
  const { step, job_id } = brokerStepInputSchema.parse(event);
  await runStep(job_id, step, assumePlatformRole(settings.provisionerRole, assume));
  return null;
}
