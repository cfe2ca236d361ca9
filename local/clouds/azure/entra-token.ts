import * as z from "zod";
import type { AccessTokens } from "../access-tokens.ts";
import type { CloudAnswer, CloudRequest } from "../cloud-request.ts";
import { verifyWebIdentity, WebIdentityError } from "../web-identity-trust.ts";
import { entraError } from "./azure-error.ts";
import { seededSubscription } from "./seed.ts";

export interface EntraOptions {
  /** What the application's federated credential trusts. */
  readonly issuer: () => string;
  readonly subject: () => string;
  readonly now: () => Date;
  readonly tokens: AccessTokens<string>;
}

const requestSchema = z.object({
  grant_type: z.literal("client_credentials"),
  client_id: z.string(),
  client_assertion_type: z.literal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
  client_assertion: z.string().min(1),
  scope: z.string().min(1),
});

/** The audience that Entra proposes for federated credentials. */
const audience = "api://AzureADTokenExchange";
const scope = "https://management.azure.com/.default";
const lifeSeconds = 3599;

/** `POST /<tenant>/oauth2/v2.0/token`: a token of the trusted issuer, as a client's assertion, for one of Azure. */
export async function entraToken(
  { issuer, subject, now, tokens }: EntraOptions,
  request: CloudRequest,
  tenant: string,
): Promise<CloudAnswer> {
  const refuse = (status: number, error: string, number: number, message: string) =>
    entraError(status, error, number, message, now());
  if (tenant.toLowerCase() !== seededSubscription.tenant_id) {
    const message = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
    return refuse(400, "invalid_request", 90_002, message);
  }
  const parsed = requestSchema.safeParse(Object.fromEntries(new URLSearchParams(request.body)));
  if (!parsed.success) {
    const [name] = parsed.error.issues[0]?.path ?? [];
    const message = `The request body must contain the following parameter: '${String(name)}'.`;
    return refuse(400, "invalid_request", 900_144, message);
  }
  const { client_id, client_assertion, scope: asked } = parsed.data;
  if (client_id.toLowerCase() !== seededSubscription.client_id) {
    const message = `Application with identifier '${client_id}' was not found in the directory '${tenant}'.`;
    return refuse(400, "unauthorized_client", 700_016, message);
  }
  if (asked !== scope) {
    const message = `The provided value for scope ${asked} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    return refuse(400, "invalid_scope", 1_002_012, message);
  }
  try {
    const claims = await verifyWebIdentity(client_assertion, { issuer: issuer(), audiences: [audience] }, now());
    if (claims.sub !== subject()) {
      const message = `No matching federated identity record found for presented assertion subject '${claims.sub}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`;
      return refuse(401, "invalid_client", 700_213, message);
    }
  } catch (error) {
    if (error instanceof WebIdentityError) return refuse(401, "invalid_client", ...descriptionOf(error));
    throw error;
  }
  const { token } = tokens.issue(client_id, lifeSeconds);
  const body = { token_type: "Bearer", expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: token };
  return { status: 200, body };
}

function descriptionOf({ refusal, message }: WebIdentityError): [number, string] {
  const unmatched = (what: string) =>
    `No matching federated identity record found for presented assertion ${what} '${message}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`;
  switch (refusal) {
    case "issuer":
      return [700_211, unmatched("issuer")];
    case "audience":
      return [700_212, unmatched("audience")];
    case "expired":
      return [700_024, "Client assertion is not within its valid time range."];
    case "malformed":
      return [50_027, "JWT token is invalid or malformed."];
    case "signature":
      return [50_013, "Assertion failed signature validation."];
  }
}
