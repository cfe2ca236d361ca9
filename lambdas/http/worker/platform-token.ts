import type { Secrets } from "../../cloud/secrets.ts";
import { sameSecret } from "../../domain/tokens.ts";

/** The platform runner's token, as Secrets Manager holds it. */
export interface PlatformToken {
  fits(token: string): Promise<boolean>;
}

/** A wrong token makes us read the secret again, since it may have been changed; but not more often than this. */
const rereadAfterMillis = 5000;

export function platformToken(secretId: string, secrets: Secrets, now: () => Date): PlatformToken {
  let known: string | undefined;
  let readAt = -Infinity;
  return {
    async fits(token) {
      if (known !== undefined && sameSecret(known, token)) return true;
      if (now().getTime() - readAt < rereadAfterMillis) return false;
      readAt = now().getTime();
      known = await secrets.read(secretId);
      return known !== undefined && sameSecret(known, token);
    },
  };
}
