import type { VineInput } from "../contract/vine.ts";
import { hashOf } from "./canonical-json.ts";
import type { VineRow } from "./vine-row.ts";

/** The row of a vine at its beginning: nobody has planned it. */
export function newVine(id: string, input: VineInput, now: Date): VineRow {
  const created_at = now.toISOString();
  return {
    id,
    ...configured(input),
    status: "NEW",
    last_job_id: null,
    outputs: {},
    created_at,
    updated_at: created_at,
  };
}

/** What a person says of a vine, and the hash by which two configurations are the same. */
export function configured(input: VineInput): VineInput & Pick<VineRow, "config_hash"> {
  const { config, region, cloud_identity_id } = input;
  return { ...input, config_hash: hashOf({ config, region, cloud_identity_id }) };
}
