import { GetCallerIdentityCommand, STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { VintnerError } from "../../contract/errors.ts";
import type { SessionOf } from "../../contract/identity-session.ts";
import { resourceKinds } from "../../contract/resources.ts";
import type { AwsIdentityRow } from "../../domain/cloud-identity-row.ts";
import type { AssumedRole, AssumeRole, AssumeRoleRequest } from "../assume-role.ts";
import type { IdentityCloud } from "../identity-cloud.ts";
import { reasonOf } from "../reason-of.ts";
import { sdkCredentials } from "./sdk-credentials.ts";
import { readPolicy } from "./read-policy.ts";
import { trustPolicy } from "./trust-policy.ts";

export interface AwsIdentityParts {
  readonly assumeRole: AssumeRole;
  readonly brokerRole: string;
  /** An external id that no identity has. */
  readonly newExternalId: () => string;
}

type AwsSession = SessionOf<"aws">;

/** An AWS identity: a role that is to be taken with its external id, and in no other way. */
export function awsIdentity(parts: AwsIdentityParts): IdentityCloud<AwsIdentityRow, AwsSession> {
  return {
    async assume(row, { jobId, say, signal }) {
      const { role_arn: roleArn, external_id: externalId } = row.credentials;
      if (roleArn === undefined) throw new VintnerError("IDENTITY_INCOMPLETE", `${row.name} has no role_arn yet`);
      const request = { roleArn, jobId, sessionPolicy: readPolicy(resourceKinds.aws), signal };
      await say(`Assuming IAM role ${roleArn} with the external id ${externalId}`);
      const assumed = await takeRole(row, request, parts);
      await say(`Assumed it as ${assumed.arn}`);
      await proveRefusal("no external id", request, row, parts);
      await proveRefusal("a wrong external id", { ...request, externalId: parts.newExternalId() }, row, parts);
      await say("The role refuses a missing and a wrong external id, as it must");
      return { provider: "aws", account: accountOf(roleArn), credentials: assumed.credentials };
    },
    async verify(row, { credentials }, abortSignal) {
      const { role_arn: roleArn = "" } = row.credentials;
      const sts = new STSClient({ credentials: sdkCredentials(credentials) });
      const answer = await sts.send(new GetCallerIdentityCommand({}), { abortSignal }).catch((cause: unknown) => {
        throw unavailable("asking AWS whose credentials these are (sts:GetCallerIdentity)", cause);
      });
      const { Account: account = "", Arn: arn = "", UserId: user_id = "" } = answer;
      const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
      if (account !== accountOf(roleArn) || role !== roleArn.split("/").at(-1)) {
        const message = `AWS says that the credentials are ${arn}, which is not a session of ${roleArn}. Set role_arn to the role that you mean.`;
        throw new VintnerError("IDENTITY_MISMATCH", message);
      }
      return { account, arn, user_id, role_arn: roleArn };
    },
  };
}

/** Takes the identity's role with its external id. Throws ROLE_NOT_ASSUMABLE, with what to change, or CLOUD_UNAVAILABLE. */
export async function takeRole(
  row: AwsIdentityRow,
  request: Omit<AssumeRoleRequest, "externalId">,
  { assumeRole, brokerRole }: Pick<AwsIdentityParts, "assumeRole" | "brokerRole">,
): Promise<AssumedRole> {
  const { external_id: externalId } = row.credentials;
  try {
    return await assumeRole({ ...request, externalId });
  } catch (cause) {
    const what = `assuming ${request.roleArn} as ${brokerRole} with the external id ${externalId}`;
    if (!isRefusal(cause)) throw unavailable(what, cause);
    const trust = JSON.stringify(trustPolicy(brokerRole, externalId));
    const message = `${capital(what)} was refused.\nAWS said: ${reasonOf(cause)}\nThe role may not exist, or its trust policy lets Vintner not in. Give the role this trust policy: ${trust}`;
    throw new VintnerError("ROLE_NOT_ASSUMABLE", message, { cause });
  }
}

/** A role that also lets in without the right external id can be used through us by whoever learns its ARN. */
async function proveRefusal(
  what: string,
  request: AssumeRoleRequest,
  row: AwsIdentityRow,
  { assumeRole, brokerRole }: AwsIdentityParts,
): Promise<void> {
  try {
    await assumeRole(request);
  } catch (error) {
    if (isRefusal(error)) return;
    throw unavailable(`proving that ${request.roleArn} refuses ${what}`, error);
  }
  const condition = JSON.stringify({ StringEquals: { "sts:ExternalId": row.credentials.external_id } });
  const trust = JSON.stringify(trustPolicy(brokerRole, row.credentials.external_id));
  throw new VintnerError(
    "EXTERNAL_ID_NOT_REQUIRED",
    `Assuming ${request.roleArn} with ${what} succeeded; it must be refused, or anybody who knows the ARN could have Vintner use the role.\nIts trust policy lacks the condition ${condition}. Give the role this trust policy: ${trust}`,
  );
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof STSServiceException && (error.name === "AccessDenied" || error.name === "AccessDeniedException")
  );
}

function unavailable(what: string, cause: unknown): VintnerError {
  const message = `${capital(what)} failed, and AWS did not say no: ${reasonOf(cause)}. Run the job again in a minute.`;
  return new VintnerError("CLOUD_UNAVAILABLE", message, { cause });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}
