import { awsProvider } from "./parts/aws-provider.mjs";
import { chromium } from "./parts/chromium.mjs";
import { java } from "./parts/java.mjs";
import { moto } from "./parts/moto.mjs";
import { terraform } from "./parts/terraform.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * A program of the local stack that is not an npm package.
 * @typedef {object} Part
 * @property {string} label
 * @property {(() => Promise<Found | undefined>)[]} ways to have it, best first: undefined when a way does not lead here
 * @property {string} command what a person can run instead
 *
 * What a part that is there adds to the path and to the environment.
 * @typedef {object} Found
 * @property {string} [folder]
 * @property {Record<string, string>} [env]
 */

/** @type {Record<string, Part>} */
const parts = { java, moto, terraform, awsProvider, chromium };

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
    const { found, reasons } = await firstWay(part.ways);
    if (found === undefined) missing.push([`  ${part.label}: ${part.command}`, ...reasons].join("\n    "));
    if (found?.folder !== undefined) result.folders.push(found.folder);
    Object.assign(result.env, found?.env);
  }
  if (missing.length > 0) throw new SetupError(`Missing, each with the command that brings it:\n${missing.join("\n")}`);
  return result;
}

/** @param {Part["ways"]} ways */
async function firstWay(ways) {
  const reasons = [];
  for (const way of ways) {
    try {
      const found = await way();
      if (found !== undefined) return { found, reasons: [] };
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      reasons.push(`(${firstLines(error.message)})`);
    }
  }
  return { found: undefined, reasons };
}

/** @param {string} text what a failed program printed may be long @returns {string} */
function firstLines(text) {
  return text.split("\n").slice(0, 3).join(" ");
}
