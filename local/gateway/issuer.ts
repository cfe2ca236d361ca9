import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import type { Group } from "../../lambdas/contract/person.ts";

/** This machine's own issuer of id tokens, in the shape of an Amazon Cognito user pool's. */
export interface Issuer {
  readonly url: string;
  readonly clientId: string;
  readonly keys: { readonly keys: readonly JWK[] };
  token(user: string, groups: readonly Group[]): Promise<string>;
}

const tokenHours = 12;

export async function createIssuer(url: string, clientId: string, now: () => Date = () => new Date()): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const kid = "local";
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
  return {
    url,
    clientId,
    keys: { keys: [jwk] },
    token(user, groups) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      const claims = {
        "cognito:username": user,
        "cognito:groups": groups,
        email: user.includes("@") ? user : `${user}@example.com`,
        token_use: "id",
        auth_time: issuedAt,
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid })
        .setSubject(subjectOf(user))
        .setIssuer(url)
        .setAudience(clientId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenHours * 3600)
        .sign(privateKey);
    },
  };
}

/** The same user has the same subject, in the form of the UUID that Cognito gives. */
function subjectOf(user: string): string {
  const hex = createHash("sha256").update(user).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
