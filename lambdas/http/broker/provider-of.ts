import type { Provider } from "../../contract/cloud-identity.ts";
import { activeJob } from "../../trellis/run-step.ts";
import { identityOf } from "./identity-steps.ts";

/** All that the machine learns of an identity. */
export interface KnownProvider {
  readonly provider: Provider;
}

export async function providerOf(jobId: string): Promise<KnownProvider> {
  const { provider } = await identityOf(await activeJob(jobId));
  return { provider };
}
