import type { GcpIdentityRow } from "../../domain/cloud-identity-row.ts";

type Credentials = GcpIdentityRow["credentials"];

function pool({ project_number, pool_id }: Credentials): string {
  return `iam.googleapis.com/projects/${project_number}/locations/global/workloadIdentityPools/${pool_id}`;
}

/** The provider's full name: what Google's STS wants as audience. */
export function providerName(credentials: Credentials): string {
  return `//${pool(credentials)}/providers/${credentials.provider_id}`;
}

/** `aud` of our token: what a provider accepts unless its list of audiences says otherwise. */
export function tokenAudience(credentials: Credentials): string {
  return `https:${providerName(credentials)}`;
}

/** Who our tokens are, in the policies of the project. */
export function principal(credentials: Credentials, subject: string): string {
  return `principal://${pool(credentials)}/subject/${subject}`;
}
