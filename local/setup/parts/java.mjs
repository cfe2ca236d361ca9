import { join } from "node:path";
import { cached } from "../cache.mjs";
import { output } from "../commands.mjs";
import { download } from "../download.mjs";
import { pins } from "../pins.mjs";
import { SetupError } from "../setup-error.mjs";
import { installCommand, platform } from "../system.mjs";
import { unpackTarGz } from "../unpack.mjs";
import { installDebianPackage } from "./debian.mjs";

/** DynamoDB Local needs Java 17. */
async function find() {
  if (await isNew("java")) return {};
  const folder = process.env.JAVA_HOME && join(process.env.JAVA_HOME, "bin");
  return folder && (await isNew(join(folder, "java"))) ? { folder } : undefined;
}

/** @param {string} program */
async function isNew(program) {
  return Number(/version "(\d+)/.exec((await output(program, ["-version"])) ?? "")?.[1]) >= 17;
}

async function fetchTemurin() {
  const pin = pins.java[platform];
  if (pin === undefined) throw new SetupError(`no Java runtime is known for ${platform}`);
  const folder = await cached("java-17.0.12", async (into) => {
    console.error("Fetching a Java 17 runtime (Eclipse Temurin) …");
    await unpackTarGz(await download(pin.url, pin.sha256), into);
  });
  return { folder: join(folder, process.platform === "darwin" ? "Contents/Home/bin" : "bin") };
}

/** @type {import("../parts.mjs").Part} */
export const java = {
  label: "Java 17 or newer",
  ways: [
    find,
    fetchTemurin,
    async () =>
      (await installDebianPackage("openjdk-17-jre-headless", "openjdk-21-jre-headless")) ? find() : undefined,
  ],
  command: installCommand({
    debian: "openjdk-17-jre-headless",
    macos: "--cask temurin@17",
    other: "install a Java 17 runtime, for example from https://adoptium.net/temurin/releases/?version=17",
  }),
};
