import type { CloudIdentity, Provider } from "../../../lambdas/contract/cloud-identity.ts";
import type { ResourceKind } from "../../../lambdas/contract/resources.ts";

interface ProviderWords {
  readonly label: string;
  /** What one identity gives access to. */
  readonly scope: string;
}

export const providerWords: Readonly<Record<Provider, ProviderWords>> = {
  aws: { label: "AWS", scope: "Account" },
  gcp: { label: "Google Cloud", scope: "Project" },
  azure: { label: "Azure", scope: "Subscription" },
};

/** In the order in which they are shown. */
export const resourceKindLabels: Readonly<Record<ResourceKind, string>> = {
  vpcs: "VPCs",
  networks: "VPC networks",
  vnets: "Virtual networks",
  subnets: "Subnets",
  hosted_zones: "Hosted zones",
  iam_users: "IAM users",
  security_groups: "Security groups",
  managed_zones: "DNS zones",
  dns_zones: "DNS zones",
};

export const resourceKindsInOrder = Object.keys(resourceKindLabels) as readonly ResourceKind[];

/** The account, project or subscription; undefined while an AWS identity has no role. */
export function scopeOf(identity: CloudIdentity): string | undefined {
  switch (identity.provider) {
    case "aws":
      return identity.credentials.role_arn?.split(":")[4];
    case "gcp":
      return identity.credentials.project_id;
    case "azure":
      return identity.credentials.subscription_id;
  }
}

/** What is still to be done before jobs can use the identity. */
export type Readiness = "unfinished" | "untested" | "verified";

export function readinessOf(identity: CloudIdentity): Readiness {
  if (identity.provider === "aws" && identity.credentials.role_arn === undefined) return "unfinished";
  if (identity.provider === "azure" && identity.credentials.client_id === undefined) return "unfinished";
  return identity.is_verified ? "verified" : "untested";
}
