import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import * as z from "zod";

/** What a cloud was told to trust: tokens of this issuer, for one of these audiences. */
export interface WebIdentityTrust {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export type WebIdentityRefusal = "malformed" | "issuer" | "audience" | "expired" | "signature";

/** Why a token was not accepted; the message holds what the token says. */
export class WebIdentityError extends Error {
  readonly refusal: WebIdentityRefusal;

  constructor(refusal: WebIdentityRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "WebIdentityError";
    this.refusal = refusal;
  }
}

const configurationSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Verifies a token as a cloud does: by the keys that the trusted issuer publishes. Answers its claims. */
export async function verifyWebIdentity(token: string, trust: WebIdentityTrust, now: Date): Promise<JWTPayload> {
  const claimed = claimsOf(token);
  if (claimed.iss !== trust.issuer) throw new WebIdentityError("issuer", claimed.iss ?? "none");
  const response = await fetch(`${trust.issuer}/.well-known/openid-configuration`);
  const configuration = configurationSchema.parse(await response.json());
  const keys = createRemoteJWKSet(new URL(configuration.jwks_uri));
  const { issuer, audiences } = trust;
  try {
    const verified = await jwtVerify(token, keys, {
      issuer,
      audience: [...audiences],
      algorithms: ["RS256"],
      requiredClaims: ["sub", "exp", "iat"],
      currentDate: now,
    });
    return verified.payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new WebIdentityError("expired", "expired", { cause: error });
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud") {
      throw new WebIdentityError("audience", [claimed.aud ?? []].flat().join(", "), { cause: error });
    }
    throw new WebIdentityError("signature", error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function claimsOf(token: string): { readonly iss?: string | undefined; readonly aud?: string | readonly string[] } {
  const schema = z.object({ iss: z.string().optional(), aud: z.union([z.string(), z.array(z.string())]).optional() });
  try {
    return schema.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())) as ReturnType<
      typeof claimsOf
    >;
  } catch (error) {
    throw new WebIdentityError("malformed", "not a JWT", { cause: error });
  }
}
