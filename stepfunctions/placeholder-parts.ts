import type { MachineParts } from "./parts.ts";

/** Readable names in place of what only a deployment knows, for the golden definitions. */
export const placeholderParts: MachineParts = {
  jobSteps: "${JobSteps}",
  tendrilSteps: "${TendrilSteps}",
  broker: "${Broker}",
  discoverAws: "${DiscoverAws}",
  discoverGcp: "${DiscoverGcp}",
  discoverAzure: "${DiscoverAzure}",
  run: {
    cluster: "${PlatformCluster}",
    taskDefinition: "${PlatformTaskDefinition}",
    subnets: ["${Subnet1}", "${Subnet2}"],
    securityGroup: "${SecurityGroup}",
  },
};
