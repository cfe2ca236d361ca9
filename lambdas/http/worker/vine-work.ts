import type { Artifacts } from "../../cloud/artifacts.ts";
import { vineArchiveKey } from "../../cloud/vine-archives.ts";
import type { VineSource } from "../../contract/vine.ts";
import type { Work } from "../../contract/worker.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { vineSnapshotOf } from "../../domain/vine-snapshot.ts";
import { getCloudIdentity } from "../../store/cloud-identities.ts";

/** What differs by what Terraform is to build. */
export type OwnWork = Omit<Work, "state" | "steps" | "next_line">;

/** What a Tendril has to know of a vine's job: its configuration as it was when the job was made. */
export async function vineWork(row: JobRow, artifacts: Pick<Artifacts, "urlToRead">): Promise<OwnWork> {
  const { source, variables, region, destroy, cloud_identity_id, project_name, environment_stage } =
    vineSnapshotOf(row);
  return {
    source: await sourceOf(source, artifacts),
    tags: {
      "vintner:vine-id": row.target.id,
      "vintner:project": project_name,
      "vintner:stage": environment_stage,
    },
    identity: await roleOf(cloud_identity_id),
    operation: destroy ? "destroy" : "apply",
    region,
    variables,
  };
}

async function sourceOf(source: VineSource, artifacts: Pick<Artifacts, "urlToRead">): Promise<Work["source"]> {
  if (source.kind === "template") return source;
  return { ...source, url: await artifacts.urlToRead(vineArchiveKey(source.sha256)) };
}

/** Of an identity that is gone its id: whoever then asks for its credentials hears what is wrong. */
async function roleOf(id: string): Promise<string> {
  const identity = await getCloudIdentity(id);
  return identity?.provider === "aws" ? (identity.credentials.role_arn ?? id) : id;
}
