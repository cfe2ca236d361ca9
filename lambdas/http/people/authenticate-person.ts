import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import type { Needs } from "../../contract/api/route-description.ts";
import { VintnerError } from "../../contract/errors.ts";
import { groups, personOf, type Person } from "../../contract/person.ts";
import type { RequestHeaders } from "../handler.ts";

export interface PersonAuthentication {
  readonly issuer: string;
  readonly clientId: string;
  /** @default the issuer's own key set, cached */
  readonly keys?: JWTVerifyGetKey;
  readonly now: () => Date;
}

/** Verifies the id token of a request and that its person's group is enough. */
export function personAuthenticator({ issuer, clientId, now, ...rest }: PersonAuthentication) {
  const keys = rest.keys ?? issuerKeys(issuer);
  return async (headers: RequestHeaders, needs: Exclude<Needs, "nobody">): Promise<Person> => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers["authorization"] ?? "")?.[1];
    if (token === undefined) throw new VintnerError("UNAUTHENTICATED", "Send `Authorization: Bearer <id token>`.");
    const options = { issuer, audience: clientId, algorithms: ["RS256"], requiredClaims: ["exp", "sub"] };
    const payload = await verified(() => jwtVerify(token, keys, { ...options, currentDate: now() }));
    if (payload["token_use"] !== "id") throw new VintnerError("UNAUTHENTICATED", "The token is not an id token.");
    const person = personOf(payload);
    if (needs === "worker" || groups.indexOf(person.group) < groups.indexOf(needs)) {
      throw new VintnerError("FORBIDDEN", `This needs the group ${needs}; you are ${person.group}.`);
    }
    return person;
  };
}

/** The issuer's keys: kept for ten minutes, read again for an unknown key at most every 30 seconds. */
export function issuerKeys(issuer: string) {
  return createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { timeoutDuration: 5000 });
}

const keysUnreachable = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT"]);

async function verified(verify: () => Promise<{ payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    return (await verify()).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError && !keysUnreachable.has(error.code)) {
      const why = error instanceof errors.JWTExpired ? "has expired" : "is not valid";
      throw new VintnerError("UNAUTHENTICATED", `The token ${why}.`, { cause: error });
    }
    throw new VintnerError("UNAVAILABLE", "The issuer's keys cannot be read.", { cause: error });
  }
}
