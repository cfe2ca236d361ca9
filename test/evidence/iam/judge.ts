import { createCloudClient } from "../../../local/cloud/cloud-client.ts";
import { applicableStatements } from "../../../local/cloud/policy.ts";
import type { PolicyDocument, PolicyStatement } from "../../../local/cloud/policy.ts";
import { requestContext } from "../../../local/cloud/policy-conditions.ts";
import { listOf, matchesPattern } from "../../../local/cloud/policy-pattern.ts";
import { readRolePolicies } from "../../../local/cloud/roles.ts";
import type { AwsCall } from "../../../local/cloud/aws-call.ts";
import type { LocalStack } from "../../../local/stack.ts";
import type { Need } from "../permissions/need.ts";
import { createLookups } from "./lookups.ts";
import { policiesOf } from "./policies.ts";
import type { Policy } from "./policies.ts";

export interface Verdict {
  readonly allowed: boolean;
  /** `<policy>#<statement>|action|<pattern>` and `…|resource|<place>` of the templates' grants that allowed it. */
  readonly used: readonly string[];
}

export type Judge = (principal: AwsCall["principal"], region: string, need: Need) => Promise<Verdict>;

/** Decides as IAM does, by the policies of a deployed stack: identity policies, boundary and session policies. */
export function createJudge({ stacks, endpoints }: Pick<LocalStack, "stacks" | "endpoints">): Judge {
  const policies = policiesOf(stacks);
  const cloud = createCloudClient(endpoints.aws);
  const { resourceTags, roleBoundary } = createLookups(cloud);

  /** Roles that Terraform made are not in the templates: theirs are read where they are. */
  async function identityPolicies(roleArn: string): Promise<readonly Policy[]> {
    const known = policies.ofRole.get(roleArn);
    if (known !== undefined) return known;
    const documents = await readRolePolicies(cloud, roleArn);
    return documents.map((document) => ({ document }));
  }

  async function boundaries(roleArn: string): Promise<readonly Policy[]> {
    if (policies.ofRole.has(roleArn)) return [];
    const arn = await roleBoundary(roleArn);
    if (arn === undefined) return [];
    const boundary = policies.managed.get(arn);
    if (boundary === undefined) throw new Error(`${roleArn} has the unknown boundary ${arn}`);
    return [boundary];
  }

  return async (principal, region, need) => {
    const roleArn = principal.roleArn ?? "";
    const entries = [...need.context, ["aws:PrincipalArn", roleArn] as const];
    if (need.taggedId !== undefined) entries.push(...(await resourceTags(need.taggedId, region)));
    if (need.boundedRole !== undefined) entries.push(["iam:PermissionsBoundary", await roleBoundary(need.boundedRole)]);
    const context = requestContext(entries);
    const decide = (given: readonly Policy[]) => decision(given, need, context);
    // What another account permits its roles is not ours; what we ask for in a session is.
    const ours = principal.account === endpoints.account_id;
    const own = ours ? decide(await identityPolicies(roleArn)) : { allowed: true, used: [] };
    const limits = [
      ...principal.policies.map((text) => [{ document: JSON.parse(text) as PolicyDocument }]),
      ...(ours ? (await boundaries(roleArn)).map((one) => [one]) : []),
    ].map(decide);
    const all = [own, ...limits];
    return { allowed: all.every(({ allowed }) => allowed), used: all.flatMap(({ used }) => used) };
  };
}

function decision(policies: readonly Policy[], need: Need, context: ReturnType<typeof requestContext>): Verdict {
  const matching = policies.flatMap(({ id, document }) =>
    listOf(document.Statement).flatMap((statement, index) => {
      if (applicableStatements({ Statement: statement }, need.action, context).length === 0) return [];
      const places = placesOf(statement, need.resource);
      return places.length === 0 ? [] : [{ id, index, statement, places }];
    }),
  );
  const allows = matching.filter(({ statement }) => statement.Effect === "Allow");
  const used = allows.flatMap(({ id, index, statement, places }) => {
    if (id === undefined) return [];
    const actions = listOf(statement.Action).filter((one) =>
      matchesPattern(one.toLowerCase(), need.action.toLowerCase()),
    );
    const key = `${id}#${index}`;
    return [...actions.map((one) => `${key}|action|${one}`), ...places.map((place) => `${key}|resource|${place}`)];
  });
  return { allowed: allows.length > 0 && allows.length === matching.length, used };
}

function placesOf(statement: PolicyStatement, resource: string): readonly number[] {
  if (statement.NotResource !== undefined) throw new Error("NotResource is not judged here");
  return listOf(statement.Resource).flatMap((pattern, place) => (matchesPattern(pattern, resource) ? [place] : []));
}
