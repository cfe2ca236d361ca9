import { randomUUID } from "node:crypto";
import type { VineInput } from "../lambdas/contract/vine.ts";
import { createCloudIdentity } from "../lambdas/store/cloud-identities.ts";
import { createVineyard } from "../lambdas/store/vineyards.ts";
import type { peopleApi } from "./people-api.ts";

export interface GivenVine {
  readonly identityId: string;
  /** What plants a vine in a vineyard of its own, in a verified identity of its own. */
  readonly input: VineInput;
  newVineyard(): Promise<string>;
  newIdentity(isVerified?: boolean): Promise<string>;
}

/** A vineyard and a verified AWS identity, as tests of vines need them. */
export async function givenVine({ world }: Awaited<ReturnType<typeof peopleApi>>): Promise<GivenVine> {
  const created_at = world.now.toISOString();
  const newVineyard = async (): Promise<string> => {
    const id = randomUUID();
    await createVineyard({ id, name: `v${id.slice(0, 8)}`, created_at }, []);
    return id;
  };
  const newIdentity = async (is_verified = true): Promise<string> => {
    const id = randomUUID();
    const credentials = { external_id: "vintner-x", role_arn: "arn:aws:iam::210987654321:role/Vintner" };
    const row = { id, name: "prod", created_at, provider: "aws", credentials } as const;
    await createCloudIdentity({ ...row, is_verified, verified_at: is_verified ? created_at : null }, undefined);
    return id;
  };
  const identityId = await newIdentity();
  return {
    identityId,
    input: {
      vineyard_id: await newVineyard(),
      cloud_identity_id: identityId,
      project_name: "shop",
      environment_stage: "test",
      region: "eu-west-1",
      config: { source: { kind: "template", name: "aws-bucket" }, variables: { name_prefix: "shop" } },
    },
    newVineyard,
    newIdentity,
  };
}
