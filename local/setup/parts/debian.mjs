import { mustRun, which } from "../commands.mjs";

/**
 * Installs a Debian package when that needs no password; answers whether it did.
 * @param {string} name
 */
export async function installDebianPackage(name) {
  if (which("apt-get") === undefined || process.getuid?.() !== 0) return false;
  console.error(`Installing Debian's ${name} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await mustRun("apt-get", ["update"], { env });
  await mustRun("apt-get", ["install", "-y", "--no-install-recommends", name], { env });
  return true;
}
