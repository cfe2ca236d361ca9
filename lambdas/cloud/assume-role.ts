import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { limits } from "../contract/limits.ts";
import type { AwsCredentials } from "../contract/worker.ts";

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly jobId: string;
  /** What the role's trust policy may ask for. The platform's own roles do not. */
  readonly externalId?: string;
  /** Narrows what the role permits: an IAM policy document. */
  readonly sessionPolicy?: object;
  readonly signal?: AbortSignal;
}

export interface AssumedRole {
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  readonly credentials: AwsCredentials;
}

/** Takes a role for one job; its session is named and tagged for the job, so that CloudTrail tells whose it was. */
export type AssumeRole = (request: AssumeRoleRequest) => Promise<AssumedRole>;

/** Role chaining permits an hour at most. */
export function assumeRole(client = new STSClient({})): AssumeRole {
  return async ({ roleArn, jobId, externalId, sessionPolicy, signal }) => {
    const answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName(jobId),
        DurationSeconds: limits.credentialsSeconds,
        Tags: [{ Key: "job", Value: jobId }],
        ...(externalId !== undefined && { ExternalId: externalId }),
        ...(sessionPolicy === undefined ? {} : { Policy: JSON.stringify(sessionPolicy) }),
      }),
      { ...(signal !== undefined && { abortSignal: signal }) },
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
      throw new Error(`STS answered no credentials for ${roleArn}`);
    }
    return {
      arn: answer.AssumedRoleUser?.Arn ?? roleArn,
      credentials: {
        access_key_id: AccessKeyId,
        secret_access_key: SecretAccessKey,
        session_token: SessionToken,
        expires_at: Expiration.toISOString(),
      },
    };
  };
}

/** IAM takes 64 characters; a UUID has 36. */
export function sessionName(jobId: string): string {
  return `vintner-${jobId}`;
}
