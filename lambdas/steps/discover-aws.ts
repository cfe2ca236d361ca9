import { awsDiscovery } from "../cloud/aws/discovery.ts";
import { identitySessions } from "../cloud/broker.ts";
import { readEnvironment } from "../contract/environment.ts";
import { runStep } from "../trellis/run-step.ts";
import { discoverResources, discoveryDeadline } from "./discover-resources.ts";
import { discoverStepInputSchema } from "./step-input.ts";

const settings = readEnvironment(["brokerFunction"]);

const work = discoverResources({
  discovery: awsDiscovery(),
  sessionOf: identitySessions(settings.brokerFunction),
  narrow: (session) => (session.provider === "aws" ? session : undefined),
  newDeadline: discoveryDeadline,
});

/** Lists what an AWS account holds. */
export async function handler(event: unknown): Promise<null> {
  const { step, job_id } = discoverStepInputSchema.parse(event);
  await runStep(job_id, step, work);
  return null;
}
