import { cloudIdentitySchema, type CloudIdentity } from "../contract/cloud-identity.ts";
import type { Resources } from "../contract/resources.ts";
import type { CloudIdentityRow } from "./cloud-identity-row.ts";

/** An identity as the API answers it, with what was discovered where that is asked for. */
export function presentCloudIdentity(row: CloudIdentityRow, resources?: Resources): CloudIdentity {
  const { id, name, provider, is_verified, verified_at, created_at, credentials, resources_fetched_at } = row;
  // The schema names every member, so that nothing of the platform's own gets out.
  return cloudIdentitySchema.parse({
    id,
    name,
    provider,
    is_verified,
    verified_at,
    created_at,
    credentials: { ...credentials, resources_fetched_at, resources },
  });
}
