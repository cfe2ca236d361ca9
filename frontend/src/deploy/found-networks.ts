import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Resource } from "../../../lambdas/contract/resources.ts";
import { scopeOf } from "../identities/identity-words.ts";

/** A VPC with the subnets in it that were found. */
export interface FoundVpc {
  readonly vpc: Resource;
  readonly subnets: readonly Resource[];
}

const collator = new Intl.Collator("en", { numeric: true });
const byName = (a: Resource, b: Resource) => collator.compare(a.name, b.name);

/** The identities of the account in which the role `principal` is: Vintner's own, which its set-up templates trust. */
export function ownIdentities(
  identities: readonly CloudIdentity[],
  principal: string | undefined,
): readonly CloudIdentity[] {
  const account = principal?.split(":")[4];
  if (account === undefined) return [];
  return identities.filter((identity) => identity.provider === "aws" && scopeOf(identity) === account);
}

/** The VPCs of one region that have subnets, for a Tendril to be put in. */
export function networksIn(identity: CloudIdentity | undefined, region: string): readonly FoundVpc[] {
  if (identity?.provider !== "aws") return [];
  const { vpcs, subnets } = identity.credentials.resources ?? {};
  const byVpc = Map.groupBy(subnets?.items ?? [], (subnet) => subnet.parent_id);
  return (vpcs?.items ?? [])
    .filter((vpc) => vpc.region === region)
    .toSorted(byName)
    .map((vpc) => ({ vpc, subnets: (byVpc.get(vpc.id) ?? []).toSorted(byName) }))
    .filter((network) => network.subnets.length > 0);
}

/** `main (vpc-0a1b, 10.0.0.0/16)`; of what has no name of its own the id alone. */
export function networkLabel({ id, name, cidr }: Resource): string {
  const details = [name === id || name === "" ? undefined : id, cidr].filter((part) => part !== undefined);
  const title = name === "" ? id : name;
  return details.length === 0 ? title : `${title} (${details.join(", ")})`;
}
