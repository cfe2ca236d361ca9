import type { Setup } from "../contract/cloud-identity.ts";
import { awsSetup } from "../cloud/aws/setup.ts";
import { azureSetup } from "../cloud/azure/setup.ts";
import { gcpSetup } from "../cloud/gcp/setup.ts";
import type { CloudIdentityRow } from "../domain/cloud-identity-row.ts";

/** Who asks the clouds for access: what their trust is bound to. */
export interface Platform {
  readonly brokerRole: string;
  readonly issuer: string;
}

/** What to do in the identity's cloud, ready to copy. */
export function identitySetup(row: CloudIdentityRow, platform: Platform): Setup {
  switch (row.provider) {
    case "aws":
      return awsSetup(row, platform.brokerRole);
    case "gcp":
      return gcpSetup(row, platform);
    case "azure":
      return azureSetup(row, platform);
  }
}
