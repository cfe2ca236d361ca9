import { applicableStatements } from "./policy.ts";
import type { PolicyDocument, PolicyStatement } from "./policy.ts";
import { listOf } from "./policy-pattern.ts";
import { requestContext } from "./policy-conditions.ts";
import type { RequestContext } from "./policy-conditions.ts";
import type { Principal } from "./sessions.ts";

export interface AssumeRequest {
  readonly principal: Principal;
  readonly sessionName: string;
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What a role's trust policy says of a caller. `delegated`: it trusts the caller's account as a whole, so that the
 * caller's own policies decide.
 */
export type TrustDecision = "allowed" | "delegated" | "denied";

/** Session tags and a source identity need an action of their own beside `sts:AssumeRole`. */
export function evaluateTrustPolicy(document: PolicyDocument, request: AssumeRequest): TrustDecision {
  const actions = ["sts:AssumeRole"];
  if (Object.keys(request.tags).length > 0) actions.push("sts:TagSession");
  if (request.sourceIdentity !== undefined) actions.push("sts:SetSourceIdentity");
  const context = assumeContext(request);
  const decisions = actions.map((action) => decide(document, action, request.principal, context));
  if (decisions.includes("denied")) return "denied";
  return decisions.includes("delegated") ? "delegated" : "allowed";
}

/** The condition keys of an AssumeRole request (IAM User Guide, "AWS global condition context keys" and STS's own). */
export function assumeContext({
  principal,
  sessionName,
  externalId,
  sourceIdentity,
  tags,
}: AssumeRequest): RequestContext {
  return requestContext([
    ["sts:ExternalId", externalId],
    ["sts:RoleSessionName", sessionName],
    ["sts:SourceIdentity", sourceIdentity],
    ["aws:PrincipalArn", principal.roleArn ?? principal.arn],
    ["aws:PrincipalAccount", principal.account],
    ["aws:PrincipalType", principal.roleArn === undefined ? "Account" : "AssumedRole"],
    ["aws:userid", principal.userId],
    ["aws:TagKeys", Object.keys(tags).length > 0 ? Object.keys(tags) : undefined],
    ...prefixed("aws:RequestTag", tags),
    ...prefixed("aws:PrincipalTag", principal.tags),
  ]);
}

function decide(
  document: PolicyDocument,
  action: string,
  principal: Principal,
  context: RequestContext,
): TrustDecision {
  const statements = applicableStatements(document, action, context);
  const named = (effect: PolicyStatement["Effect"]) =>
    statements.filter(({ Effect }) => Effect === effect).map((statement) => howNamed(statement, principal));
  if (named("Deny").some((how) => how !== "no")) return "denied";
  const allows = named("Allow");
  if (allows.includes("itself")) return "allowed";
  return allows.includes("by account") ? "delegated" : "denied";
}

function howNamed({ Principal: named }: PolicyStatement, principal: Principal): "itself" | "by account" | "no" {
  const patterns = named === "*" ? ["*"] : listOf(named?.["AWS"]);
  const own = ["*", principal.arn, principal.roleArn];
  if (patterns.some((pattern) => own.includes(pattern) && !pattern.endsWith(":root"))) return "itself";
  const accounts = [principal.account, `arn:aws:iam::${principal.account}:root`];
  return patterns.some((pattern) => accounts.includes(pattern)) ? "by account" : "no";
}

function prefixed(prefix: string, tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value] as const);
}
