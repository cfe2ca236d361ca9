import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mustRun } from "./commands.mjs";

/**
 * Installs what the lock file names, without install scripts, unless exactly that was installed before.
 * @param {string} root
 * @param {string} nodeFolder
 */
export async function ensurePackages(root, nodeFolder) {
  const lock = createHash("sha256")
    .update(await readFile(join(root, "package-lock.json")))
    .digest("hex");
  const mark = join(root, "node_modules", ".installed-lock");
  if ((await readFile(mark, "utf8").catch(() => "")) === lock) return;
  console.error("Installing packages …");
  const path = `${nodeFolder}:${dirname(process.execPath)}:${process.env.PATH}`;
  await mustRun("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    env: { ...process.env, PATH: path },
  });
  await writeFile(mark, lock);
}
