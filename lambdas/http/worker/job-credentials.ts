import { VintnerError } from "../../contract/errors.ts";
import type { CredentialsAnswer } from "../../contract/worker.ts";
import type { AssumeRole } from "../../cloud/assume-role.ts";
import { statePolicy } from "../../cloud/state-policy.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { stateKey } from "../../domain/state-key.ts";

export interface BrokerSettings {
  readonly provisionerRole: string;
  readonly stateRole: string;
  readonly stateBucket: string;
}

/**
 * Credentials for a runner at work: those that Terraform's provider uses, and separate ones that reach this job's
 * state and nothing else. A cancelled job still gets them, since Terraform has its state to save.
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
      assumeRole({ roleArn: settings.provisionerRole, jobId }),
      assumeRole({ roleArn: settings.stateRole, jobId, sessionPolicy }),
    ]);
    return { target: target.credentials, state: state.credentials };
  } catch (cause) {
    throw new VintnerError("UNAVAILABLE", "The credentials could not be had from AWS STS", { cause });
  }
}
