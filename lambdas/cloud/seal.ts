import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Secrets } from "./secrets.ts";

/**
 * What must be kept for a while and had again, and is worth something to who reads the table, a backup or an export of
 * it: kept sealed (AES-256-GCM), bound to what it belongs to.
 */
export interface Seal {
  readonly seal: (text: string, belongsTo: string) => Promise<string>;
  /** Throws for what was sealed with another key, for another purpose or for something else. */
  readonly open: (sealed: string, belongsTo: string) => Promise<string>;
}

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** Seals with a key of its own for each purpose, made of a secret that is read when it is first needed. */
export function sealOf(purpose: string, secretId: string, secrets: Pick<Secrets, "read">): Seal {
  let known: Promise<Buffer> | undefined;
  const key = (): Promise<Buffer> => {
    // A read that failed is not remembered.
    known ??= readKey(purpose, secretId, secrets).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    seal: async (text, belongsTo) => sealedWith(await key(), text, belongsTo),
    open: async (sealed, belongsTo) => openedWith(await key(), sealed, belongsTo),
  };
}

async function readKey(purpose: string, secretId: string, secrets: Pick<Secrets, "read">): Promise<Buffer> {
  const secret = await secrets.read(secretId);
  if (secret === undefined) throw new Error("The secret that keys are made of is not there");
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
}

/** `<iv><tag><text>` in base64. */
function sealedWith(key: Buffer, text: string, belongsTo: string): string {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(belongsTo));
  const bytes = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), bytes]).toString("base64");
}

function openedWith(key: Buffer, sealed: string, belongsTo: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes))
    .setAAD(Buffer.from(belongsTo))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString("utf8");
}
