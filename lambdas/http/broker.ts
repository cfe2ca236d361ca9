import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { assumeRole } from "../cloud/assume-role.ts";
import { readEnvironment } from "../contract/environment.ts";
import { sessionRequestSchema, type IdentitySession, type SessionRequest } from "../contract/identity-session.ts";
import { systemClock } from "../trellis/clock.ts";
import { runStep, type StepWork } from "../trellis/run-step.ts";
import type { Answer } from "./answer.ts";
import { brokerStepInputSchema, type BrokerStepInput } from "./broker/broker-step-input.ts";
import { identityClouds } from "./broker/identity-clouds.ts";
import { identitySession } from "./broker/identity-session.ts";
import { assumeIdentity, verifyStep } from "./broker/identity-steps.ts";
import { providerOf, type KnownProvider } from "./broker/provider-of.ts";
import { assumePlatformRole } from "./worker/assume-platform-role.ts";
import { postCredentials } from "./worker/post-credentials.ts";
import { workerHandler } from "./worker/worker-handler.ts";

/** What is left of the function's 28 s belongs to the tables and the log. */
const cloudMillis = 20_000;

const settings = readEnvironment(["provisionerRole", "stateRole", "stateBucket", "brokerRole"]);
const assume = assumeRole();
const http = workerHandler([postCredentials({ ...systemClock, settings, assumeRole: assume })]);
const identities = {
  clouds: identityClouds(assume),
  now: systemClock.now,
  newDeadline: () => AbortSignal.timeout(cloudMillis),
};

const work: Readonly<Record<BrokerStepInput["step"], StepWork>> = {
  "Assume Platform Role": assumePlatformRole(settings.provisionerRole, assume),
  "Assume Identity": assumeIdentity(identities),
  "Verify Identity": verifyStep(identities),
};

type Asked = APIGatewayProxyEventV2 | BrokerStepInput | SessionRequest;

/**
 * The only function that may assume roles: for a runner that asks, for the steps that prove it can be done, and for the
 * functions that discover. Over HTTP nobody can send a step or ask for a session: a request is a member of its event.
 */
export async function handler(event: Asked): Promise<Answer | KnownProvider | IdentitySession | null> {
  if ("ask" in event) return identitySession(sessionRequestSchema.parse(event).job_id, identities);
  if (!("step" in event)) return http(event);
  const { step, job_id } = brokerStepInputSchema.parse(event);
  await runStep(job_id, step, work[step]);
  // The machine chooses by it who discovers.
  return step === "Assume Identity" ? providerOf(job_id) : null;
}
