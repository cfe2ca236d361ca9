import type { Vine } from "../../../lambdas/contract/vine.ts";

/** A vine for tests: a bucket that was never planned. */
export function testVine(part: Partial<Vine> = {}): Vine {
  return {
    id: "3f2b8c1e-0000-4000-8000-000000000005",
    vineyard_id: "3f2b8c1e-0000-4000-8000-000000000006",
    cloud_identity_id: "3f2b8c1e-0000-4000-8000-000000000003",
    project_name: "shop",
    environment_stage: "dev",
    region: "eu-west-1",
    config: {
      source: { kind: "template", name: "aws-bucket" },
      variables: { name_prefix: "shop-dev", expire_days: 30 },
    },
    config_hash: "",
    status: "NEW",
    last_job_id: null,
    outputs: {},
    created_at: "2026-11-21T12:00:00Z",
    updated_at: "2026-11-21T12:00:00Z",
    ...part,
  };
}
