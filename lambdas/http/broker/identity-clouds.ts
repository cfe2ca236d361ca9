import { randomUUID } from "node:crypto";
import type { AssumeRole } from "../../cloud/assume-role.ts";
import { awsIdentity } from "../../cloud/aws/identity.ts";
import { azureIdentity } from "../../cloud/azure/identity.ts";
import { gcpIdentity } from "../../cloud/gcp/identity.ts";
import type { IdentityCloud, IdentityUse } from "../../cloud/identity-cloud.ts";
import { webIdentityToken } from "../../cloud/web-identity-token.ts";
import { readEnvironment } from "../../contract/environment.ts";
import type { IdentitySession, SessionOf } from "../../contract/identity-session.ts";
import type {
  AwsIdentityRow,
  AzureIdentityRow,
  CloudIdentityRow,
  GcpIdentityRow,
} from "../../domain/cloud-identity-row.ts";

/** What the broker can do with the identities of each cloud. */
export interface IdentityClouds {
  readonly aws: IdentityCloud<AwsIdentityRow, SessionOf<"aws">>;
  readonly gcp: IdentityCloud<GcpIdentityRow, SessionOf<"gcp">>;
  readonly azure: IdentityCloud<AzureIdentityRow, SessionOf<"azure">>;
}

/** The clouds, where the template says that they answer. */
export function identityClouds(assumeRole: AssumeRole): IdentityClouds {
  const environment = readEnvironment([
    "brokerRole",
    "webIdentityIssuer",
    "googleStsUrl",
    "googleIamCredentialsUrl",
    "googleComputeUrl",
    "entraUrl",
    "resourceManagerUrl",
  ]);
  const { brokerRole, webIdentityIssuer: issuer, resourceManagerUrl, entraUrl } = environment;
  const platform = { brokerRole, issuer, webIdentityToken: webIdentityToken() };
  return {
    aws: awsIdentity({ assumeRole, brokerRole, newExternalId: () => `vintner-${randomUUID()}` }),
    gcp: gcpIdentity({
      ...platform,
      stsUrl: environment.googleStsUrl,
      iamCredentialsUrl: environment.googleIamCredentialsUrl,
      computeUrl: environment.googleComputeUrl,
    }),
    azure: azureIdentity({ ...platform, entraUrl, resourceManagerUrl }),
  };
}

/** Takes an identity of whatever cloud. */
export async function takeIdentity(
  row: CloudIdentityRow,
  clouds: IdentityClouds,
  use: IdentityUse,
): Promise<IdentitySession> {
  switch (row.provider) {
    case "aws":
      return clouds.aws.assume(row, use);
    case "gcp":
      return clouds.gcp.assume(row, use);
    case "azure":
      return clouds.azure.assume(row, use);
  }
}

/** Takes an identity of whatever cloud, and asks the cloud whose it is. */
export async function verifyIdentity(
  row: CloudIdentityRow,
  clouds: IdentityClouds,
  use: IdentityUse,
): Promise<Readonly<Record<string, string>>> {
  switch (row.provider) {
    case "aws":
      return clouds.aws.verify(row, await clouds.aws.assume(row, use), use.signal);
    case "gcp":
      return clouds.gcp.verify(row, await clouds.gcp.assume(row, use), use.signal);
    case "azure":
      return clouds.azure.verify(row, await clouds.azure.assume(row, use), use.signal);
  }
}
