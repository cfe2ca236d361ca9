import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";

/** The account's outbound web identity federation: tokens that other clouds verify by the published keys. */
export interface WebIdentity {
  /** `iss` of the tokens. */
  issuer(): string;
  /** An account has it switched off until somebody enables it. */
  enabled: boolean;
  /** What anybody may read, by path at the front door. */
  readonly published: Readonly<Record<string, () => unknown>>;
  sign(claims: WebIdentityClaims, issuedAt: Date, durationSeconds: number): Promise<string>;
}

export interface WebIdentityClaims {
  readonly subject: string;
  readonly audiences: readonly string[];
  /** The claim `https://sts.amazonaws.com/`. */
  readonly account: Readonly<Record<string, unknown>>;
}

/** No bucket's name begins so: it never hides an object. */
const path = "/_web-identity";
const wellKnown = `${path}/.well-known`;

/** `doorUrl` is asked late: the front door listens after its services are made. */
export async function createWebIdentity(doorUrl: () => string): Promise<WebIdentity> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const kid = randomUUID();
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
  const issuer = () => `${doorUrl()}${path}`;
  return {
    issuer,
    enabled: true,
    published: {
      [`${wellKnown}/jwks.json`]: () => ({ keys: [jwk] }),
      [`${wellKnown}/openid-configuration`]: () => ({
        issuer: issuer(),
        jwks_uri: `${doorUrl()}${wellKnown}/jwks.json`,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        claims_supported: ["aud", "exp", "iat", "iss", "jti", "sub", "https://sts.amazonaws.com/"],
      }),
    },
    sign({ subject, audiences, account }, issuedAt, durationSeconds) {
      const seconds = Math.floor(issuedAt.getTime() / 1000);
      return (
        new SignJWT({ "https://sts.amazonaws.com/": account })
          .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
          .setIssuer(issuer())
          .setSubject(subject)
          // One is a string, as in AWS; several are a list.
          .setAudience(audiences.length === 1 ? (audiences[0] ?? "") : [...audiences])
          .setIssuedAt(seconds)
          .setExpirationTime(seconds + durationSeconds)
          .setJti(randomUUID())
          .sign(privateKey)
      );
    },
  };
}
