import type { Setup } from "../../contract/cloud-identity.ts";
import type { GcpIdentityRow } from "../../domain/cloud-identity-row.ts";
import {
  createPool,
  createServiceAccount,
  enableServices,
  letImpersonate,
  letRead,
  oidcProvider,
  type Platform,
} from "./commands.ts";
import { principal, tokenAudience } from "./federation.ts";

/** The commands that let our broker, and nobody else, take the identity's service account without a key. */
export function gcpSetup({ credentials }: GcpIdentityRow, platform: Platform): Setup {
  const serviceAccount = `serviceAccount:${credentials.service_account_email}`;
  const steps: readonly [title: string, filename: string, command: string][] = [
    ["Enable the services", "1-services.sh", enableServices(credentials)],
    ["Make the workload identity pool", "2-pool.sh", createPool(credentials)],
    ["Trust this installation's tokens", "3-provider.sh", oidcProvider("create-oidc", credentials, platform)],
    ["Make the service account", "4-service-account.sh", createServiceAccount(credentials)],
    ["Let Vintner impersonate it", "5-impersonation.sh", letImpersonate(credentials, platform)],
    ["Let it read networks and zones", "6-roles.sh", letRead(credentials.project_id, serviceAccount)],
  ];
  return {
    provider: "gcp",
    trust: {
      issuer: platform.issuer,
      subject: platform.brokerRole,
      audience: tokenAudience(credentials),
      principal: principal(credentials, platform.brokerRole),
    },
    parts: steps.map(([title, filename, text]) => ({ title, kind: "shell", filename, text: `${text}\n` })),
  };
}
