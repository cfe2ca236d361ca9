import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cached } from "./cache.mjs";
import { npm } from "./npm.mjs";
import { pins } from "./pins.mjs";
import { SetupError } from "./setup-error.mjs";
import { platform } from "./system.mjs";
import { unpackTarGz } from "./unpack.mjs";

/** The first Node that runs TypeScript without a flag. */
const oldest = { major: 22, minor: 18 };

/**
 * The folder with the `node` to use: this one when it is new enough, else Node 24 from the cache, fetched once.
 * @returns {Promise<string>}
 */
export async function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return dirname(process.execPath);
  const pin = pins.node[platform];
  if (pin === undefined) {
    throw new SetupError(
      `Node ${process.versions.node} is too old: install Node 24 (no package is known for ${platform})`,
    );
  }
  const name = pin.package.replace("@", "-");
  return join(await cached(name, (into) => fetchNode(pin.package, pin.sha512, into)), "bin");
}

/**
 * npm fetches it, from the registry that it is set to.
 * @param {string} name
 * @param {string} sha512
 * @param {string} into
 */
async function fetchNode(name, sha512, into) {
  console.error(`Fetching ${name} (this Node is ${process.versions.node}) …`);
  await npm(["pack", name, "--silent", "--pack-destination", into]);
  const file = (await readdir(into)).find((entry) => entry.endsWith(".tgz"));
  if (file === undefined) throw new SetupError(`npm packed no ${name}`);
  const tarball = await readFile(join(into, file));
  const sum = createHash("sha512").update(tarball).digest("base64");
  if (sum !== sha512) throw new SetupError(`${name} has the SHA-512 ${sum}, not ${sha512}: it was thrown away`);
  await unpackTarGz(tarball, into);
}
