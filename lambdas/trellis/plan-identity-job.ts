import type { CreateJobRequest } from "../contract/create-job.ts";
import { VintnerError } from "../contract/errors.ts";
import { identityGap } from "../domain/identity-gap.ts";
import { getCloudIdentity } from "../store/cloud-identities.ts";
import type { JobPlan } from "./job-plan.ts";

type IdentityRequest = Extract<CreateJobRequest, { cloud_identity_id: string }>;

/** A job that looks at a connected account. */
export async function planIdentityJob({ cloud_identity_id: id }: IdentityRequest): Promise<JobPlan> {
  const row = await getCloudIdentity(id);
  if (row === undefined) {
    throw new VintnerError("NOT_FOUND", "There is no such cloud identity.", {
      errors: [{ pointer: "/cloud_identity_id", detail: "is unknown" }],
    });
  }
  const gap = identityGap(row);
  if (gap !== undefined) {
    const message = `${row.name} has no ${gap} yet: follow its set-up, then give it by PATCH.`;
    throw new VintnerError("IDENTITY_INCOMPLETE", message, { extensions: { cloud_identity_id: id } });
  }
  return { target: { kind: "cloud_identity", id, name: row.name }, needs: { table: "cloudIdentities", id } };
}
