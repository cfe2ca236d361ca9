import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256 in hex: what is kept of a token. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

/** Compares in constant time: both sides are hashed first, so that not even a length shows. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(one), "hex"), Buffer.from(hashToken(other), "hex"));
}
