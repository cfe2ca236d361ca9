import type { CreateCloudIdentity } from "../contract/cloud-identity.ts";
import type { CloudIdentityRow } from "./cloud-identity-row.ts";

export interface NewCloudIdentity {
  readonly id: string;
  readonly request: CreateCloudIdentity;
  /** Only an AWS identity takes it. */
  readonly externalId: string;
  readonly now: Date;
}

/** The row of an identity at its beginning: nothing of it is proven. */
export function newCloudIdentity({ id, request, externalId, now }: NewCloudIdentity): CloudIdentityRow {
  const common = { id, name: request.name, created_at: now.toISOString(), is_verified: false, verified_at: null };
  switch (request.provider) {
    case "aws":
      return { ...common, provider: "aws", credentials: { external_id: externalId } };
    case "gcp":
      return { ...common, provider: "gcp", credentials: request.credentials };
    case "azure":
      return { ...common, provider: "azure", credentials: request.credentials };
  }
}
