import { createHash } from "node:crypto";
import { SetupError } from "./setup-error.mjs";

/**
 * An address, or where `VINTNER_MIRROR` has a copy of it: below the mirror's address, the first folder is the host.
 * @param {string} url
 */
export function mirrored(url) {
  const mirror = process.env.VINTNER_MIRROR;
  if (!mirror) return url;
  if (!/^https?:\/\//.test(mirror) || !URL.canParse(mirror)) {
    throw new SetupError(`VINTNER_MIRROR=${mirror} is not an address: it begins with https:// or http://`);
  }
  return `${mirror.replace(/\/+$/, "")}/${url.replace("https://", "")}`;
}

/**
 * Fetches an archive and holds it against its checksum. Nothing is written before that.
 * @param {string} url
 * @param {string | undefined} sha256 undefined where the publisher gives none
 * @returns {Promise<Buffer>}
 */
export async function download(url, sha256) {
  const from = mirrored(url);
  const bytes = await read(from);
  const sum = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== undefined && sum !== sha256) {
    throw new SetupError(`${from} has the SHA-256 ${sum}, not ${sha256}: it was thrown away`);
  }
  return bytes;
}

/** @param {string} url */
async function read(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new SetupError(`${url} answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof SetupError) throw error;
    // fetch tells the reason only as the cause
    const { cause } = /** @type {{cause?: {code?: string, message?: string}}} */ (error);
    throw new SetupError(`${url} could not be fetched: ${cause?.code ?? cause?.message ?? String(error)}`);
  }
}
