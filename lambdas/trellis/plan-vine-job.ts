import type { PlanRequest } from "../contract/create-job.ts";
import { VintnerError } from "../contract/errors.ts";
import type { VineArchives } from "../cloud/vine-archives.ts";
import type { JobRow } from "../domain/job-row.ts";
import { vineName } from "../domain/vine-row.ts";
import { newVineSnapshot, vineSnapshotOf } from "../domain/vine-snapshot.ts";
import { getCloudIdentity } from "../store/cloud-identities.ts";
import { getVine } from "../store/vines.ts";
import type { JobPlan } from "./job-plan.ts";
import { knownTendril } from "./known-tendril.ts";
import { checkSource } from "./vine-source.ts";

/** A plan of a vine as it is configured now; of a re-run, as it was configured then. */
export async function planVineJob(
  { vine_id: id, tendril_id, destroy = false }: PlanRequest,
  rerunOf: JobRow | undefined,
  archives: Pick<VineArchives, "has">,
): Promise<JobPlan> {
  const row = await getVine(id);
  if (row === undefined) {
    throw new VintnerError("NOT_FOUND", "There is no such vine.", {
      errors: [{ pointer: "/vine_id", detail: "is unknown" }],
    });
  }
  const tendril = tendril_id === undefined ? null : await knownTendril(tendril_id);
  if (tendril !== null && tendril.registered_at === undefined) {
    throw new VintnerError("NOT_DEPLOYED", `${tendril.name} is not deployed yet: run its DEPLOY_WORKER job again.`);
  }
  const snapshot = rerunOf === undefined ? newVineSnapshot(row, destroy) : vineSnapshotOf(rerunOf);
  await checkVerified(snapshot.cloud_identity_id);
  await checkSource(snapshot.source, archives);
  return {
    target: { kind: "vine", id, name: vineName(snapshot) },
    vine: { snapshot, configHash: rerunOf?.config_hash ?? row.config_hash, tendril },
    needs: { table: "vines", id },
  };
}

async function checkVerified(id: string): Promise<void> {
  const row = await getCloudIdentity(id);
  // An identity that a vine uses is not deleted: this is the one of an earlier configuration.
  if (row === undefined) throw new VintnerError("NOT_FOUND", "The cloud identity of this configuration is gone.");
  if (row.is_verified) return;
  const message = `${row.name} is not verified yet: test its connection first.`;
  throw new VintnerError("IDENTITY_UNVERIFIED", message, { extensions: { cloud_identity_id: id } });
}
