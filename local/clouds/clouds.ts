import { startAzure, azureHosts } from "./azure.ts";
import { seededSubscription } from "./azure/seed.ts";
import type { Fault } from "../faults/fault.ts";
import { googleHosts, startGcp, type FakeCloudOptions } from "./gcp.ts";
import { seededProject } from "./gcp/seed.ts";

/** The other clouds on this machine, with what is connected in each. */
export interface Clouds {
  /** This machine's URL in place of a cloud's, such as `https://sts.googleapis.com`; undefined for any other value. */
  replace(value: string): string | undefined;
  readonly faults: readonly Fault[];
  stop(): Promise<void>;
}

/** The `credentials` of a cloud identity that fits what is seeded. */
export const seededCredentials = { gcp: seededProject, azure: seededSubscription } as const;

export async function startClouds(options: FakeCloudOptions): Promise<Clouds> {
  const [gcp, azure] = await Promise.all([startGcp(options), startAzure(options)]);
  const urls = new Map<string, string>([
    ...googleHosts.map((host) => [`https://${host}`, gcp.url] as const),
    ...azureHosts.map((host) => [`https://${host}`, azure.url] as const),
  ]);
  return {
    replace: (value) => urls.get(value),
    faults: [...gcp.faults, ...azure.faults],
    async stop() {
      await Promise.all([gcp.stop(), azure.stop()]);
    },
  };
}
