import { createAccessTokens } from "./access-tokens.ts";
import { entraError, managementError } from "./azure/azure-error.ts";
import { entraToken } from "./azure/entra-token.ts";
import { resourceManager } from "./azure/resource-manager.ts";
import { objectId, seededSubscription } from "./azure/seed.ts";
import { createCloudFaults } from "./cloud-faults.ts";
import { bearerOf, type CloudAnswer, type CloudRequest } from "./cloud-request.ts";
import { startCloudServer } from "./cloud-server.ts";
import type { FakeCloud, FakeCloudOptions } from "./gcp.ts";

/** Microsoft's hosts that it answers for. */
export const azureHosts = ["login.microsoftonline.com", "management.azure.com"] as const;

/** Azure at the wire, as far as an identity is tested and read: one subscription, and Entra ID before it. */
export async function startAzure({ issuer, subject, now = () => new Date() }: FakeCloudOptions): Promise<FakeCloud> {
  const tokens = createAccessTokens<string>(now, "eyJ0eXAiOiJKV1Qi.");
  const faults = createCloudFaults("azure", {
    denied: (request) => denied(request, now()),
    throttled: (request) => throttled(request, now()),
  });

  async function handle(request: CloudRequest): Promise<CloudAnswer> {
    const tenant = tenantOf(request);
    if (tenant !== undefined) return entraToken({ issuer, subject, now, tokens }, request, tenant);
    const token = bearerOf(request);
    if (tokens.holderOf(token) !== undefined) return resourceManager(request, faults);
    const [code, message] =
      token === undefined
        ? ["AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."]
        : ["InvalidAuthenticationToken", "The access token is invalid."];
    const challenge = `Bearer authorization_uri="https://login.microsoftonline.com/${seededSubscription.tenant_id}", error="invalid_token"`;
    return managementError(401, code, message, { "www-authenticate": challenge });
  }

  const server = await startCloudServer(handle, faults);
  return { url: server.url, faults: faults.faults, stop: () => server.stop() };
}

function tenantOf({ method, path }: CloudRequest): string | undefined {
  return method === "POST" ? /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path)?.[1] : undefined;
}

function denied(request: CloudRequest, now: Date): CloudAnswer {
  if (tenantOf(request) !== undefined) {
    const message =
      "No matching federated identity record found for presented assertion. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.";
    return entraError(401, "invalid_client", 70_021, message, now);
  }
  const { path } = request;
  const scope = `/subscriptions/${seededSubscription.subscription_id}`;
  const type = /providers\/(.+)$/.exec(path)?.[1] ?? "Microsoft.Resources/subscriptions";
  const message = `The client '${objectId}' with object id '${objectId}' does not have authorization to perform action '${type}/read' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return managementError(403, "AuthorizationFailed", message);
}

function throttled(request: CloudRequest, now: Date): CloudAnswer {
  const headers = { "retry-after": "1" };
  if (tenantOf(request) !== undefined) {
    const answer = entraError(429, "temporarily_unavailable", 90_055, "The server has terminated a request.", now);
    return { ...answer, headers };
  }
  const message = "Number of requests for subscription exceeded the limit. Please try again after '1' seconds.";
  return managementError(429, "SubscriptionRequestsThrottled", message, headers);
}
