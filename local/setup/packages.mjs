import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { npm } from "./npm.mjs";

/**
 * Installs what the lock file names, without install scripts, unless that is what is installed: by us or by hand.
 * @param {string} root
 * @param {string} nodeFolder
 */
export async function ensurePackages(root, nodeFolder) {
  const lockFile = join(root, "package-lock.json");
  const lock = createHash("sha256")
    .update(await readFile(lockFile))
    .digest("hex");
  const mark = join(root, "node_modules/.installed-lock");
  if ((await readFile(mark, "utf8").catch(() => "")) === lock) return;
  const installed = await readPackages(join(root, "node_modules/.package-lock.json"));
  if (!isInstalled(await readPackages(lockFile), installed)) {
    console.error("Installing packages …");
    const path = `${nodeFolder}:${dirname(process.execPath)}:${process.env.PATH}`;
    const env = { ...process.env, PATH: path };
    await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root, env });
  }
  await writeFile(mark, lock);
}

/**
 * @typedef {Record<string, {version?: string, optional?: boolean}>} Packages by their folders; "" is the project itself
 */

/**
 * A lock file, or the one in which npm notes what it installed.
 * @param {string} file
 * @returns {Promise<Packages>}
 */
async function readPackages(file) {
  const text = await readFile(file, "utf8").catch(() => "{}");
  const { "": _project, ...packages } = JSON.parse(text).packages ?? {};
  return packages;
}

/**
 * Optional packages may be missing: most are made for other systems.
 * @param {Packages} wanted
 * @param {Packages} installed
 */
function isInstalled(wanted, installed) {
  const folders = Object.keys(installed);
  const required = Object.keys(wanted).filter((folder) => !wanted[folder]?.optional);
  return (
    folders.length > 0 &&
    required.every((folder) => installed[folder] !== undefined) &&
    folders.every((folder) => installed[folder]?.version === wanted[folder]?.version)
  );
}
