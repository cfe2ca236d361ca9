import type { CloudIdentity } from "../contract/cloud-identity.ts";

/** What is known of each identity, whatever its cloud. */
interface Common {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly is_verified: boolean;
  readonly verified_at: string | null;
  readonly resources_fetched_at?: string;
  /** The job whose findings are the ones to show, in `cloud_resources`. */
  readonly resources_job_id?: string;
  /** The vines that use it. A vine is entered and taken out in the transaction that makes or deletes it. */
  readonly vine_ids?: ReadonlySet<string>;
}

type Of<Provider extends CloudIdentity["provider"]> = Extract<CloudIdentity, { provider: Provider }>;

/** A row of `cloud_identities` by its provider. What was discovered stands in a table of its own. */
interface Row<Provider extends CloudIdentity["provider"]> extends Common {
  readonly provider: Provider;
  readonly credentials: Readonly<Omit<Of<Provider>["credentials"], "resources" | "resources_fetched_at">>;
}

export type AwsIdentityRow = Row<"aws">;
export type GcpIdentityRow = Row<"gcp">;
export type AzureIdentityRow = Row<"azure">;
export type CloudIdentityRow = AwsIdentityRow | GcpIdentityRow | AzureIdentityRow;
