import { gcpDiscovery } from "../cloud/gcp/discovery.ts";
import { identitySessions } from "../cloud/broker.ts";
import { readEnvironment } from "../contract/environment.ts";
import { runStep } from "../trellis/run-step.ts";
import { discoverResources, discoveryDeadline } from "./discover-resources.ts";
import { discoverStepInputSchema } from "./step-input.ts";

const settings = readEnvironment(["brokerFunction", "googleComputeUrl", "googleDnsUrl"]);

const work = discoverResources({
  discovery: gcpDiscovery({ computeUrl: settings.googleComputeUrl, dnsUrl: settings.googleDnsUrl }),
  sessionOf: identitySessions(settings.brokerFunction),
  narrow: (session) => (session.provider === "gcp" ? session : undefined),
  newDeadline: discoveryDeadline,
});

/** Lists what a GCP project holds. */
export async function handler(event: unknown): Promise<null> {
  const { step, job_id } = discoverStepInputSchema.parse(event);
  await runStep(job_id, step, work);
  return null;
}
