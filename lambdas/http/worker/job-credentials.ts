import { VintnerError } from "../../contract/errors.ts";
import type { CredentialsAnswer } from "../../contract/worker.ts";
import { takeRole } from "../../cloud/aws/identity.ts";
import type { AssumedRole, AssumeRole } from "../../cloud/assume-role.ts";
import { statePolicy } from "../../cloud/state-policy.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { stateKey } from "../../domain/state-key.ts";
import { vineSnapshotOf } from "../../domain/vine-snapshot.ts";
import { getCloudIdentity } from "../../store/cloud-identities.ts";

export interface BrokerSettings {
  readonly provisionerRole: string;
  readonly stateRole: string;
  readonly stateBucket: string;
  /** The broker's own role, which the roles of cloud identities trust. */
  readonly brokerRole: string;
}

/**
 * Credentials for a runner at work: those that Terraform's provider uses, of the vine's cloud identity or of the
 * platform, and separate ones that reach this job's state and nothing else. A cancelled job still gets them, since
 * Terraform has its state to save. Throws ROLE_NOT_ASSUMABLE when the identity's role refuses.
 */
export async function jobCredentials(
  row: JobRow,
  settings: BrokerSettings,
  assumeRole: AssumeRole,
): Promise<CredentialsAnswer> {
  if (row.outcome !== undefined) throw new VintnerError("STALE_ATTEMPT", "The runner has already reported its outcome");
  const jobId = row.id;
  const sessionPolicy = statePolicy(settings.stateBucket, stateKey(row.target));
  try {
    const [target, state] = await Promise.all([
      row.target.kind === "vine"
        ? takeIdentityOf(row, settings, assumeRole)
        : assumeRole({ roleArn: settings.provisionerRole, jobId }),
      assumeRole({ roleArn: settings.stateRole, jobId, sessionPolicy }),
    ]);
    return { target: target.credentials, state: state.credentials };
  } catch (cause) {
    if (cause instanceof VintnerError && cause.code === "ROLE_NOT_ASSUMABLE") throw cause;
    throw new VintnerError("UNAVAILABLE", "The credentials could not be had from AWS STS", { cause });
  }
}

/** All that the role permits: what a root module needs, only who wrote it knows. */
async function takeIdentityOf(
  row: JobRow,
  { brokerRole }: BrokerSettings,
  assumeRole: AssumeRole,
): Promise<AssumedRole> {
  const identity = await getCloudIdentity(vineSnapshotOf(row).cloud_identity_id);
  if (identity?.provider === "aws" && identity.credentials.role_arn !== undefined) {
    return takeRole(identity, { roleArn: identity.credentials.role_arn, jobId: row.id }, { assumeRole, brokerRole });
  }
  const message = "The cloud identity of this job is gone or has no role any more. Give the vine another one";
  throw new VintnerError("ROLE_NOT_ASSUMABLE", message);
}
