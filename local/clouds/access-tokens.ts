import { randomBytes } from "node:crypto";

/** The bearer tokens that a fake cloud gave out, and whom each one stands for. */
export interface AccessTokens<Holder> {
  issue(holder: Holder, lifeSeconds: number): { readonly token: string; readonly expiresAt: Date };
  /** Undefined for a token that is unknown or has expired. */
  holderOf(token: string | undefined): Holder | undefined;
}

export function createAccessTokens<Holder>(now: () => Date, prefix: string): AccessTokens<Holder> {
  const issued = new Map<string, { readonly holder: Holder; readonly expiresAt: Date }>();
  return {
    issue(holder, lifeSeconds) {
      const token = `${prefix}${randomBytes(48).toString("base64url")}`;
      const expiresAt = new Date(now().getTime() + lifeSeconds * 1000);
      issued.set(token, { holder, expiresAt });
      return { token, expiresAt };
    },
    holderOf(token) {
      const found = token === undefined ? undefined : issued.get(token);
      return found !== undefined && found.expiresAt > now() ? found.holder : undefined;
    },
  };
}
