import type { Setup } from "../../contract/cloud-identity.ts";
import type { AzureIdentityRow } from "../../domain/cloud-identity-row.ts";
import { createApplication, letRead, signIn, tokenAudience, trustTokens, type Platform } from "./commands.ts";

/** The commands that let our broker sign in as an application without a secret, and read the subscription. */
export function azureSetup({ credentials }: AzureIdentityRow, platform: Platform): Setup {
  const { client_id, subscription_id } = credentials;
  const appId = client_id ?? '"$APP_ID"';
  const steps: readonly [title: string, filename: string, command: string][] = [
    ["Sign in to the tenant and choose the subscription", "1-sign-in.sh", signIn(credentials)],
    ...(client_id === undefined
      ? [["Make the application, and give its client_id to Vintner", "2-application.sh", createApplication()] as const]
      : []),
    ["Trust this installation's tokens", "3-federation.sh", trustTokens(appId, platform)],
    ["Let it read the subscription", "4-role.sh", letRead(appId, subscription_id)],
  ].map(([title = "", filename = "", command = ""]) => [title, filename, command]);
  return {
    provider: "azure",
    trust: { issuer: platform.issuer, subject: platform.brokerRole, audience: tokenAudience },
    parts: steps.map(([title, filename, text]) => ({ title, kind: "shell", filename, text: `${text}\n` })),
  };
}
