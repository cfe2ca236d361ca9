import { assumeRequest, StsRefusal } from "./assume-request.ts";
import { awsError } from "./aws-error.ts";
import type { AwsAnswer, AwsRequest, AwsService } from "./aws-request.ts";
import type { CloudClient } from "./cloud-client.ts";
import { getWebIdentityToken } from "./get-web-identity-token.ts";
import { identityAllows } from "./policy.ts";
import { queryAnswer, queryTime } from "./query-answer.ts";
import { accountOf, readRole, readRolePolicies } from "./roles.ts";
import type { Sessions } from "./sessions.ts";
import { assumeContext, evaluateTrustPolicy } from "./trust-policy.ts";
import type { AssumeRequest } from "./trust-policy.ts";
import type { WebIdentity } from "./web-identity.ts";

export interface StsOptions {
  readonly moto: CloudClient;
  readonly sessions: Sessions;
  readonly webIdentity: WebIdentity;
}

/** STS as far as moto is too kind: it lets anybody assume any role. */
export function createSts(options: StsOptions): AwsService {
  return async (request) => {
    const form = new URLSearchParams(request.body.toString());
    try {
      if (request.action === "AssumeRole") return await assumeRole(options, request, form);
      if (request.action === "GetCallerIdentity") return callerIdentity(options, request);
      if (request.action === "GetWebIdentityToken") return await getWebIdentityToken(options, request, form);
    } catch (error) {
      if (error instanceof StsRefusal) return awsError(request, error.code, error.message, error.status);
      throw error;
    }
    if (request.action.startsWith("AssumeRoleWith")) {
      return awsError(request, "AccessDenied", `Not authorized to perform sts:${request.action}`, 403);
    }
    return "pass";
  };
}

async function assumeRole(
  { moto, sessions }: StsOptions,
  request: AwsRequest,
  form: URLSearchParams,
): Promise<AwsAnswer> {
  const principal = sessions.principalOf(request.accessKeyId);
  const asked = assumeRequest(form, principal);
  const role = await readRole(moto, asked.roleArn);
  if (role === undefined || !(await mayAssume(moto, role, asked))) {
    const message = `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${asked.roleArn}`;
    throw new StsRefusal("AccessDenied", message, 403);
  }
  if (asked.durationSeconds > role.maxSessionSeconds) {
    throw new StsRefusal(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  const credentials = sessions.issue(asked);
  const session = sessions.principalOf(credentials.accessKeyId);
  return queryAnswer("sts", "AssumeRole", {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: queryTime(credentials.expiration),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    ...(asked.sourceIdentity === undefined ? {} : { SourceIdentity: asked.sourceIdentity }),
  });
}

/**
 * The account's root may do all; a role needs its own policies unless the trust names the role itself, and always for a
 * role of another account.
 */
async function mayAssume(
  moto: CloudClient,
  role: { arn: string; trust: Parameters<typeof evaluateTrustPolicy>[0] },
  request: AssumeRequest,
): Promise<boolean> {
  const decision = evaluateTrustPolicy(role.trust, request);
  if (decision === "denied") return false;
  const { roleArn, account } = request.principal;
  if (roleArn === undefined || (decision === "allowed" && account === accountOf(role.arn))) return true;
  const policies = await readRolePolicies(moto, roleArn);
  return identityAllows(policies, "sts:AssumeRole", role.arn, assumeContext(request));
}

function callerIdentity({ sessions }: StsOptions, request: AwsRequest): AwsAnswer {
  const { arn, userId, account } = sessions.principalOf(request.accessKeyId);
  return queryAnswer("sts", "GetCallerIdentity", { Arn: arn, UserId: userId, Account: account });
}
