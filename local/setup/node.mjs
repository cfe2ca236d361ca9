import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cached } from "./cache.mjs";
import { mustRun } from "./commands.mjs";
import { SetupError } from "./setup-error.mjs";

/** Node 24 as npm's platform packages carry it, with each tarball's SHA-512. */
const version = "24.21.0";
/** @type {Record<string, string>} */
const checksums = {
  "linux-x64": "3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "linux-arm64": "FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
};

/** The first Node that runs TypeScript without a flag. */
const oldest = { major: 22, minor: 18 };

/**
 * The folder with the `node` to use: this one when it is new enough, else Node 24 from the cache, fetched once.
 * @returns {Promise<string>}
 */
export async function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return dirname(process.execPath);
  const platform = `${process.platform}-${process.arch}`;
  const checksum = checksums[platform];
  if (checksum === undefined) {
    throw new SetupError(
      `Node ${process.versions.node} is too old: install Node 24 (no package is known for ${platform})`,
    );
  }
  const folder = await cached(`node-${version}-${platform}`, (into) => fetchNode(platform, checksum, into));
  return join(folder, "bin");
}

/**
 * @param {string} platform
 * @param {string} checksum
 * @param {string} into
 */
async function fetchNode(platform, checksum, into) {
  console.error(`Fetching Node ${version} (this one is ${process.versions.node}) …`);
  await mustRun("npm", ["pack", `node-${platform}@${version}`, "--silent", "--pack-destination", into]);
  const tarball = (await readdir(into)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new SetupError(`npm packed no node-${platform}@${version}`);
  const sum = createHash("sha512")
    .update(await readFile(join(into, tarball)))
    .digest("base64");
  if (sum !== checksum) throw new SetupError(`node-${platform}@${version} has the SHA-512 ${sum}, not ${checksum}`);
  await mustRun("tar", ["xzf", join(into, tarball), "-C", into, "--strip-components=1"]);
}
