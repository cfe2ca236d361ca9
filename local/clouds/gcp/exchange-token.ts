import * as z from "zod";
import type { AccessTokens } from "../access-tokens.ts";
import type { CloudAnswer, CloudRequest } from "../cloud-request.ts";
import { verifyWebIdentity, WebIdentityError } from "../web-identity-trust.ts";
import { exchangeError } from "./google-error.ts";
import { seededProject } from "./seed.ts";

/** Whom a token stands for: an identity of the pool, or the service account that it acts as. */
export type Holder =
  | { readonly kind: "federated"; readonly subject: string }
  | { readonly kind: "service account"; readonly email: string };

export interface ExchangeOptions {
  /** The issuer that the pool's provider trusts. */
  readonly issuer: () => string;
  /** The subject that its attribute condition lets in. */
  readonly subject: () => string;
  readonly now: () => Date;
  readonly tokens: AccessTokens<Holder>;
}

const requestSchema = z.object({
  grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
  audience: z.string(),
  scope: z.string().min(1),
  requested_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token"),
  subject_token: z.string().min(1),
  subject_token_type: z.enum(["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"]),
});

const { project_number, pool_id, provider_id } = seededProject;
const providerName = `//iam.googleapis.com/projects/${project_number}/locations/global/workloadIdentityPools/${pool_id}/providers/${provider_id}`;
const lifeSeconds = 3600;

/** `POST /v1/token` of the Security Token Service: a token of the trusted issuer for one of Google. */
export async function exchangeToken(
  { issuer, subject, now, tokens }: ExchangeOptions,
  request: CloudRequest,
): Promise<CloudAnswer> {
  const parsed = requestSchema.safeParse(fieldsOf(request));
  if (!parsed.success) {
    const [name] = parsed.error.issues[0]?.path ?? [];
    return exchangeError("invalid_request", `Invalid value for "${String(name)}".`);
  }
  const { audience, subject_token } = parsed.data;
  if (audience !== providerName) {
    const description =
      'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.';
    return exchangeError("invalid_target", description);
  }
  try {
    const trust = { issuer: issuer(), audiences: [`https:${providerName}`] };
    const { sub = "" } = await verifyWebIdentity(subject_token, trust, now());
    if (sub !== subject()) return rejectedByCondition();
    const { token } = tokens.issue({ kind: "federated", subject: sub }, lifeSeconds);
    return {
      status: 200,
      body: {
        access_token: token,
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
        token_type: "Bearer",
        expires_in: lifeSeconds,
      },
    };
  } catch (error) {
    if (error instanceof WebIdentityError) return exchangeError("invalid_grant", descriptionOf(error, issuer()));
    throw error;
  }
}

export function rejectedByCondition(): CloudAnswer {
  return exchangeError("unauthorized_client", "The given credential is rejected by the attribute condition.");
}

/** As a form, or as JSON with the names in camel case. */
function fieldsOf({ headers, body }: CloudRequest): Record<string, unknown> {
  if (headers["content-type"]?.startsWith("application/json") !== true) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
    const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [snake(name), value]));
  } catch {
    // What cannot be read has no fields, which is then told.
    return {};
  }
}

function descriptionOf({ refusal, message }: WebIdentityError, issuer: string): string {
  switch (refusal) {
    case "issuer":
      return `The issuer in ID Token ${message} does not match the expected ones: ${issuer}.`;
    case "audience":
      return `The audience in ID Token [${message}] does not match the expected audience.`;
    case "expired":
      return "ID Token is stale to sign-in.";
    case "malformed":
    case "signature":
      return "Error connecting to the given credential's issuer, or the credential's signature is not valid.";
  }
}
