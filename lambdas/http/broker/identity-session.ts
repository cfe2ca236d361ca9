import { VintnerError } from "../../contract/errors.ts";
import type { IdentitySession } from "../../contract/identity-session.ts";
import { stepNumber } from "../../contract/job-types.ts";
import { stepKey, type JobRow } from "../../domain/job-row.ts";
import { activeJob } from "../../trellis/run-step.ts";
import { takeIdentity } from "./identity-clouds.ts";
import { identityOf, type IdentitySteps } from "./identity-steps.ts";

/** Credentials of the identity that a job is about, for as long as it is discovering and no longer. */
export async function identitySession(
  jobId: string,
  { clouds, newDeadline }: Pick<IdentitySteps, "clouds" | "newDeadline">,
): Promise<IdentitySession> {
  const row = await activeJob(jobId);
  if (!isDiscovering(row)) throw new VintnerError("FORBIDDEN", "The job is not discovering resources");
  return takeIdentity(await identityOf(row), clouds, { jobId, say: async () => {}, signal: newDeadline() });
}

function isDiscovering({ type, attempt, steps, status }: JobRow): boolean {
  if (status !== "PROCESSING" || (type !== "CONNECTION_TEST" && type !== "FETCH_RESOURCES")) return false;
  const step = steps[stepKey(attempt, stepNumber(type, "Discover Resources"))];
  return step !== undefined && step.ended_at === null;
}
