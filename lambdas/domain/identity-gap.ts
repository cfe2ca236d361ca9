import type { CloudIdentityRow } from "./cloud-identity-row.ts";

/** What an identity still lacks before it can be used, or undefined. */
export function identityGap(row: CloudIdentityRow): string | undefined {
  if (row.provider === "aws" && row.credentials.role_arn === undefined) return "role_arn";
  if (row.provider === "azure" && row.credentials.client_id === undefined) return "client_id";
  return undefined;
}
