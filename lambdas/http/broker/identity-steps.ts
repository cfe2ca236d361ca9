import { VintnerError, type ErrorCode } from "../../contract/errors.ts";
import type { CloudIdentityRow } from "../../domain/cloud-identity-row.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { changeCloudIdentity, getCloudIdentity } from "../../store/cloud-identities.ts";
import { changeJob } from "../../store/jobs.ts";
import type { Clock } from "../../trellis/clock.ts";
import type { StepWork } from "../../trellis/run-step.ts";
import { takeIdentity, verifyIdentity, type IdentityClouds } from "./identity-clouds.ts";

export interface IdentitySteps {
  readonly clouds: IdentityClouds;
  readonly now: Clock["now"];
  /** How long the clouds may take: the function itself has 28 s. */
  readonly newDeadline: () => AbortSignal;
}

/** Proves that the identity can be taken for this job, and keeps nothing of it. */
export function assumeIdentity({ clouds, newDeadline }: IdentitySteps): StepWork {
  return async (row, log) => {
    const identity = await identityOf(row);
    await unlessDenied(row, async () => {
      await takeIdentity(identity, clouds, { jobId: row.id, say: (line) => log.say(line), signal: newDeadline() });
    });
  };
}

/** Asks the cloud whose credentials it gives; from then on the identity counts as verified. */
export function verifyStep({ clouds, now, newDeadline }: IdentitySteps): StepWork {
  return async (row) => {
    const identity = await identityOf(row);
    const say = async () => {};
    return unlessDenied(row, async () => {
      const proven = await verifyIdentity(identity, clouds, { jobId: row.id, say, signal: newDeadline() });
      await changeJob(row.id, {
        setAt: [{ path: ["execution_metadata", "identity"], value: proven }],
        when: { attempt: row.attempt, notClosed: true },
      });
      await changeCloudIdentity(identity.id, { set: { is_verified: true, verified_at: now().toISOString() } });
      const facts = Object.entries(proven).map(([name, value]) => `${name} ${value}`);
      return `Verified the identity: ${facts.join(", ")}`;
    });
  };
}

/** The identity that a job is about. It cannot go or change while the job is open. */
export async function identityOf({ target }: JobRow): Promise<CloudIdentityRow> {
  const identity = await getCloudIdentity(target.id);
  if (identity === undefined) throw new VintnerError("NOT_FOUND", "The cloud identity is gone");
  return identity;
}

/** The cloud has told no, or told of somebody else. */
const denials: readonly string[] = [
  "ROLE_NOT_ASSUMABLE",
  "EXTERNAL_ID_NOT_REQUIRED",
  "TOKEN_NOT_ACCEPTED",
  "IMPERSONATION_DENIED",
  "IDENTITY_MISMATCH",
] satisfies ErrorCode[];

/** An identity that a test disproves is verified no more. */
async function unlessDenied<Answer>(row: JobRow, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const denied = error instanceof VintnerError && denials.includes(error.code);
    if (denied) await changeCloudIdentity(row.target.id, { set: { is_verified: false } });
    throw error;
  }
}
