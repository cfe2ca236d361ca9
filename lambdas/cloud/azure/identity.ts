import * as z from "zod";
import { VintnerError } from "../../contract/errors.ts";
import type { SessionOf } from "../../contract/identity-session.ts";
import type { AzureIdentityRow } from "../../domain/cloud-identity-row.ts";
import { diagnose } from "../diagnose.ts";
import type { IdentityCloud } from "../identity-cloud.ts";
import { requestJson } from "../json-request.ts";
import type { WebIdentityToken } from "../web-identity-token.ts";
import { letRead, tokenAudience, trustTokens, type Platform } from "./commands.ts";

export interface AzureIdentityParts extends Platform {
  readonly webIdentityToken: WebIdentityToken;
  readonly entraUrl: string;
  readonly resourceManagerUrl: string;
  readonly longestDelayMillis?: number;
}

type AzureSession = SessionOf<"azure">;

/** Azure's own name for its Resource Manager, wherever it is reached. */
const resourceManagerScope = "https://management.azure.com/.default";

/** An Azure identity: an application that trusts our token, and may read one subscription. */
export function azureIdentity(parts: AzureIdentityParts): IdentityCloud<AzureIdentityRow, AzureSession> {
  return {
    async assume({ name, credentials }, { say, signal }) {
      const { tenant_id, client_id, subscription_id } = credentials;
      if (client_id === undefined) throw new VintnerError("IDENTITY_INCOMPLETE", `${name} has no client_id yet`);
      await say(
        `Signing in to the tenant ${tenant_id} as the application ${client_id} with a token of ${parts.brokerRole}`,
      );
      const { access_token } = await requestJson({
        url: `${parts.entraUrl}/${tenant_id}/oauth2/v2.0/token`,
        method: "POST",
        form: {
          grant_type: "client_credentials",
          client_id,
          scope: resourceManagerScope,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: await parts.webIdentityToken(tokenAudience),
        },
        answer: z.object({ access_token: z.string().min(1) }),
        signal,
        longestDelayMillis: parts.longestDelayMillis,
      }).catch(
        diagnose({
          ...{ cloud: "Entra", code: "TOKEN_NOT_ACCEPTED" },
          tried: `signing in to the tenant ${tenant_id} as ${client_id} (issuer ${parts.issuer}, subject ${parts.brokerRole}, audience ${tokenAudience})`,
          change: `The application has to trust exactly this. Run: ${trustTokens(client_id, parts)}`,
        }),
      );
      await say("Got an access token for Resource Manager");
      return { provider: "azure", subscription_id, client_id, access_token };
    },
    async verify({ credentials }, { access_token, client_id }, signal) {
      const { tenant_id, subscription_id } = credentials;
      const found = await requestJson({
        url: `${parts.resourceManagerUrl}/subscriptions/${subscription_id}?api-version=2022-12-01`,
        token: access_token,
        answer: subscriptionSchema,
        signal,
        longestDelayMillis: parts.longestDelayMillis,
      }).catch(
        diagnose({
          ...{ cloud: "Resource Manager", code: "IDENTITY_MISMATCH" },
          tried: `reading the subscription ${subscription_id}`,
          change: `The application needs to see the subscription. Run: ${letRead(client_id, subscription_id)}`,
        }),
      );
      if (found.subscriptionId.toLowerCase() !== subscription_id) {
        const message = `Resource Manager answers the subscription ${found.subscriptionId} for ${subscription_id}.`;
        throw new VintnerError("IDENTITY_MISMATCH", message);
      }
      if (found.tenantId !== undefined && found.tenantId.toLowerCase() !== tenant_id) {
        const message = `The subscription ${subscription_id} is in the tenant ${found.tenantId}, not in ${tenant_id}. Set tenant_id to it.`;
        throw new VintnerError("IDENTITY_MISMATCH", message);
      }
      return { subscription_id, tenant_id, client_id, display_name: found.displayName, state: found.state };
    },
  };
}

const subscriptionSchema = z.object({
  subscriptionId: z.string(),
  displayName: z.string().default(""),
  state: z.string().default("Unknown"),
  tenantId: z.string().optional(),
});
