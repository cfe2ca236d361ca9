import { chromium } from "./parts/chromium.mjs";
import { java } from "./parts/java.mjs";
import { moto } from "./parts/moto.mjs";
import { terraform } from "./parts/terraform.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * A program of the local stack that is not an npm package.
 * @typedef {object} Part
 * @property {string} label
 * @property {() => Promise<Found | undefined>} find looks on the path and in the cache
 * @property {() => Promise<Found | undefined>} bring fetches or installs it; undefined when it may not
 * @property {string} command what a person can run instead
 *
 * What a found part adds to the path and to the environment.
 * @typedef {object} Found
 * @property {string} [folder]
 * @property {Record<string, string>} [env]
 */

/** @type {Record<string, Part>} */
const parts = { java, moto, terraform, chromium };

/**
 * Finds each named part or brings it; all that is missing is told at once.
 * @param {string[]} names
 */
export async function ensureParts(names) {
  /** @type {{folders: string[], env: Record<string, string>}} */
  const result = { folders: [], env: {} };
  const missing = [];
  for (const name of names) {
    const part = /** @type {Part} */ (parts[name]);
    const { found, reason } = await findOrBring(part);
    if (found === undefined) missing.push(`  ${part.label}: ${part.command}${reason}`);
    if (found?.folder !== undefined) result.folders.push(found.folder);
    Object.assign(result.env, found?.env);
  }
  if (missing.length > 0) throw new SetupError(`Missing, each with the command that brings it:\n${missing.join("\n")}`);
  return result;
}

/** @param {Part} part */
async function findOrBring(part) {
  const there = await part.find();
  if (there !== undefined) return { found: there, reason: "" };
  try {
    return { found: await part.bring(), reason: "" };
  } catch (error) {
    return { found: undefined, reason: `\n    (${String(error).split("\n")[0]})` };
  }
}
