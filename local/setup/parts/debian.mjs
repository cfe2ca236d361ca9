import { mustRun, which } from "../commands.mjs";
import { isRoot } from "../system.mjs";

/**
 * Installs the first of these Debian packages that there is, when that needs no password; answers whether it did.
 * @param {...string} names
 */
export async function installDebianPackage(...names) {
  const apt = which("apt-get");
  if (apt === undefined || !isRoot) return false;
  console.error(`Installing Debian's ${names[0]} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = (/** @type {string} */ name) =>
    mustRun(apt, ["install", "-y", "--no-install-recommends", name], { env });
  await mustRun(apt, ["update"], { env });
  const [first = "", ...others] = names;
  await others.reduce((tried, name) => tried.catch(() => install(name)), install(first));
  return true;
}
