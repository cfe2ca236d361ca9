import { ignoredCloudTypes } from "./cloud/providers.ts";
import type { Assembly } from "./template/assembly.ts";
import { deployTemplate, type DeployedStack, type ResourceProviders } from "./template/deploy.ts";

interface Place {
  readonly region: string;
  readonly account: string;
  readonly log: (line: string) => void;
}

/** Creates all that the synthesized templates describe. */
export async function deployAssembly(
  assembly: Assembly,
  place: Place,
  providers: ResourceProviders,
): Promise<readonly DeployedStack[]> {
  const { region, account, log } = place;
  const exports = new Map<string, string>();
  const stacks: DeployedStack[] = [];
  for (const stack of assembly.stacks) {
    const deployed = await deployTemplate(stack, providers, { region, account, exports, ignored: ignoredCloudTypes });
    stacks.push(deployed);
    log(`${deployed.name}: ${Object.keys(deployed.resources).length} resources`);
    if (deployed.unsupported.length > 0)
      log(`${deployed.name}: not on one machine: ${deployed.unsupported.join(", ")}`);
  }
  return stacks;
}
