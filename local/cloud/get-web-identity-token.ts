import { StsRefusal } from "./assume-request.ts";
import type { AwsAnswer, AwsRequest } from "./aws-request.ts";
import type { CloudClient } from "./cloud-client.ts";
import { identityAllows } from "./policy.ts";
import { requestContext } from "./policy-conditions.ts";
import { queryAnswer, queryTime } from "./query-answer.ts";
import { readRolePolicies } from "./roles.ts";
import type { Principal, Sessions } from "./sessions.ts";
import type { WebIdentity } from "./web-identity.ts";

export interface WebIdentityTokenOptions {
  readonly moto: CloudClient;
  readonly sessions: Sessions;
  readonly webIdentity: WebIdentity;
}

interface TokenRequest {
  readonly audiences: readonly string[];
  readonly algorithm: string;
  readonly durationSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

const defaultSeconds = 300;

/** `sts:GetWebIdentityToken`: a token that names the caller, for a cloud that trusts this account's issuer. */
export async function getWebIdentityToken(
  { moto, sessions, webIdentity }: WebIdentityTokenOptions,
  request: AwsRequest,
  form: URLSearchParams,
): Promise<AwsAnswer> {
  const asked = tokenRequest(form);
  const principal = sessions.principalOf(request.accessKeyId);
  if (!(await mayAsk(moto, principal, asked))) {
    const message = `User: ${principal.arn} is not authorized to perform: sts:GetWebIdentityToken because no identity-based policy allows the sts:GetWebIdentityToken action`;
    throw new StsRefusal("AccessDenied", message, 403);
  }
  if (!webIdentity.enabled) {
    throw new StsRefusal(
      "OutboundWebIdentityFederationDisabledException",
      "The outbound web identity federation feature is not enabled for this account.",
      403,
    );
  }
  const now = sessions.now();
  const expiration = new Date(now.getTime() + asked.durationSeconds * 1000);
  if (principal.expiration !== undefined && expiration > principal.expiration) {
    const message = "The requested token duration would extend the session beyond its original expiration time.";
    throw new StsRefusal("SessionDurationEscalationException", message, 403);
  }
  const subject = principal.roleArn ?? principal.arn;
  const account = {
    aws_account: principal.account,
    source_region: request.region,
    principal_id: subject,
    ...(Object.keys(principal.tags).length === 0 ? {} : { principal_tags: principal.tags }),
    ...(Object.keys(asked.tags).length === 0 ? {} : { request_tags: asked.tags }),
  };
  const token = await webIdentity.sign({ subject, audiences: asked.audiences, account }, now, asked.durationSeconds);
  return queryAnswer("sts", "GetWebIdentityToken", { WebIdentityToken: token, Expiration: queryTime(expiration) });
}

/** The account's root may; a role needs a policy of its own. */
async function mayAsk(moto: CloudClient, { roleArn }: Principal, asked: TokenRequest): Promise<boolean> {
  if (roleArn === undefined) return true;
  const context = requestContext([
    ["sts:IdentityTokenAudience", asked.audiences],
    ["sts:SigningAlgorithm", asked.algorithm],
    ["sts:DurationSeconds", String(asked.durationSeconds)],
  ]);
  return identityAllows(await readRolePolicies(moto, roleArn), "sts:GetWebIdentityToken", "*", context);
}

function tokenRequest(form: URLSearchParams): TokenRequest {
  const audiences = listed(form, "Audience");
  if (audiences.length < 1 || audiences.length > 10) {
    throw invalid("audience", "Member must have length between 1 and 10");
  }
  if (audiences.some((audience) => audience.length < 1 || audience.length > 1000)) {
    throw invalid("audience", "Member must have length between 1 and 1000");
  }
  const algorithm = form.get("SigningAlgorithm");
  // AWS knows ES384 too; the clouds that we speak to take RS256 alone.
  if (algorithm !== "RS256") throw invalid("signingAlgorithm", "Member must satisfy enum value set: [RS256]");
  const durationSeconds = Number(form.get("DurationSeconds") ?? defaultSeconds);
  if (!Number.isInteger(durationSeconds) || durationSeconds < 60 || durationSeconds > 3600) {
    throw invalid("durationSeconds", "Member must be between 60 and 3600");
  }
  const keys = listed(form, "Tags", ".Key");
  const values = listed(form, "Tags", ".Value");
  return {
    audiences,
    algorithm,
    durationSeconds,
    tags: Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ""])),
  };
}

/** `<name>.member.<n><rest>` for n from 1 on. */
function listed(form: URLSearchParams, name: string, rest = ""): readonly string[] {
  const found: string[] = [];
  for (;;) {
    const value = form.get(`${name}.member.${found.length + 1}${rest}`);
    if (value === null) return found;
    found.push(value);
  }
}

function invalid(name: string, constraint: string): StsRefusal {
  const message = `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${constraint}`;
  return new StsRefusal("ValidationError", message);
}
