import * as z from "zod";
import { vineConfigSchema, vineSchema } from "../contract/vine.ts";
import type { JobRow } from "./job-row.ts";
import type { VineRow } from "./vine-row.ts";

/** `config_snapshot` of a vine's job: the vine's configuration at creation, which is what the job works by. */
const vineSnapshotSchema = z.object({
  vineyard_id: vineSchema.shape.vineyard_id,
  cloud_identity_id: vineSchema.shape.cloud_identity_id,
  project_name: vineSchema.shape.project_name,
  environment_stage: vineSchema.shape.environment_stage,
  region: vineSchema.shape.region,
  ...vineConfigSchema.shape,
  /** Plans the removal of all that the vine made. */
  destroy: z.boolean(),
});
export type VineSnapshot = z.infer<typeof vineSnapshotSchema>;

export function newVineSnapshot(row: VineRow, destroy: boolean): VineSnapshot {
  const { vineyard_id, cloud_identity_id, project_name, environment_stage, region, config } = row;
  const { source, variables } = config;
  return { vineyard_id, cloud_identity_id, project_name, environment_stage, region, source, variables, destroy };
}

/** What a vine's job works by. */
export function vineSnapshotOf({ config_snapshot }: Pick<JobRow, "config_snapshot">): VineSnapshot {
  return vineSnapshotSchema.parse(config_snapshot);
}
