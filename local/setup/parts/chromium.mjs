import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cached } from "../cache.mjs";
import { isProgram, output, which } from "../commands.mjs";
import { download } from "../download.mjs";
import { SetupError } from "../setup-error.mjs";
import { installCommand, platform } from "../system.mjs";
import { unpackZip } from "../unpack.mjs";
import { installDebianPackage } from "./debian.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

async function find() {
  const candidates = [process.env.CHROMIUM, ...names.map(which), ...(process.platform === "darwin" ? places : [])];
  const program = candidates.find((path) => path && isProgram(path));
  return program ? { env: { CHROMIUM: program } } : undefined;
}

/** What Chrome for Testing calls the platforms. */
/** @type {Record<string, string>} */
const builds = {
  "linux-x64": "linux64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "mac-x64",
  "darwin-arm64": "mac-arm64",
};
const browsersFile = new URL("../../../node_modules/playwright-core/browsers.json", import.meta.url);

/** The very build that the installed Playwright is made for. Nobody publishes a checksum of it: TLS has to do. */
async function fetchHeadlessShell() {
  const build = builds[platform];
  if (build === undefined) throw new SetupError(`no Chrome for Testing is known for ${platform}`);
  /** @type {{browsers: {name: string, browserVersion: string}[]}} */
  const { browsers } = JSON.parse(await readFile(browsersFile, "utf8"));
  const version = browsers.find(({ name }) => name === "chromium-headless-shell")?.browserVersion;
  const name = `chrome-headless-shell-${build}`;
  const folder = await cached(`chromium-${version}`, async (into) => {
    console.error(`Fetching Chrome for Testing ${version} …`);
    await unpackZip(
      await download(`https://cdn.playwright.dev/builds/cft/${version}/${build}/${name}.zip`, undefined),
      into,
    );
  });
  const program = join(folder, name, "chrome-headless-shell");
  if ((await output(program, ["--version"])) === undefined) {
    throw new SetupError("it is there, but needs libraries: sudo npx playwright-core install-deps chromium");
  }
  return { env: { CHROMIUM: program } };
}

/** @type {import("../parts.mjs").Part} */
export const chromium = {
  label: "Chromium, for the browser tests",
  ways: [find, async () => ((await installDebianPackage("chromium")) ? find() : undefined), fetchHeadlessShell],
  command: installCommand({
    debian: "chromium",
    macos: "--cask google-chrome",
    other: "install Chromium, or set CHROMIUM to the path of one",
  }),
};
