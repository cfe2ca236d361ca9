import { output } from "../commands.mjs";
import { installDebianPackage } from "./debian.mjs";

/** DynamoDB Local needs Java 17. */
async function find() {
  const version = /version "(\d+)/.exec((await output("java", ["-version"])) ?? "")?.[1];
  return Number(version) >= 17 ? {} : undefined;
}

/** @type {import("../parts.mjs").Part} */
export const java = {
  label: "Java 17 or newer",
  find,
  bring: async () => ((await installDebianPackage("openjdk-17-jre-headless")) ? find() : undefined),
  command: "sudo apt-get install -y openjdk-17-jre-headless",
};
