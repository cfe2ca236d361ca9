import { which } from "../commands.mjs";
import { installDebianPackage } from "./debian.mjs";

async function find() {
  const program = ["chromium", "chromium-browser", "google-chrome"].map(which).find((path) => path !== undefined);
  return program === undefined ? undefined : { env: { CHROMIUM: program } };
}

/** @type {import("../parts.mjs").Part} */
export const chromium = {
  label: "Chromium, for the browser tests",
  find,
  bring: async () => ((await installDebianPackage("chromium")) ? find() : undefined),
  command: "sudo apt-get install -y chromium",
};
