import {
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  NoSuchEntityException,
  type IAMClientConfig,
} from "@aws-sdk/client-iam";
import { fullName, ownerTag, type Owned } from "./owned.ts";

/** `templates/tendril/roles.tf`: the address of each role and of its one policy, by the end of the role's name. */
const policies = { execution: "start", task: "protect" } as const;

export async function findRoles(config: IAMClientConfig, tendrilId: string): Promise<readonly Owned[]> {
  const iam = new IAMClient(config);
  const kinds = Object.keys(policies) as (keyof typeof policies)[];
  return (await Promise.all(kinds.map((kind) => findRole(iam, kind, tendrilId)))).flat();
}

/** A role of that name which does not bear the tag is somebody else's, and stays it. */
async function findRole(iam: IAMClient, kind: keyof typeof policies, tendrilId: string): Promise<Owned[]> {
  const RoleName = `${fullName(tendrilId)}-${kind}`;
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    if (!Role?.Tags?.some(({ Key, Value }) => Key === ownerTag && Value === tendrilId)) return [];
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const role = { address: `aws_iam_role.${kind}`, importId: RoleName };
    const policy = { address: `aws_iam_role_policy.${kind}`, importId: `${RoleName}:${policies[kind]}` };
    return PolicyNames.includes(policies[kind]) ? [role, policy] : [role];
  } catch (error) {
    if (error instanceof NoSuchEntityException) return [];
    throw error;
  }
}
