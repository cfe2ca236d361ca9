/**
 * `npm run matrix`: is what the README says true with every npm and Node that it names? A clone of this checkout's last
 * commit, installed and tried once for each pair. It takes long, so that no test does it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { platform } from "./system.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "vintner-matrix-"));

const npms = ["10", "11", "12"];
const nodes = ["20", "22", "24"];

/** Between them they need most of what is installed: the CDK and its bundler, the dashboard's build, types, Jest. */
const commands = ["npm ci --ignore-scripts", "npm run synth", "node local/setup/run.mjs try"];

/**
 * Runs a command silently; what it printed is shown only when it fails.
 * @param {string} command
 * @param {string} cwd
 * @param {string} [path] what is looked in first
 */
function run(command, cwd, path = "") {
  // what npm set for us is not for the npm that is tried
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const env = { ...Object.fromEntries(ours), PATH: `${path}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) console.error(`${command} failed:\n${stdout}${stderr}`);
  return status === 0;
}

/** @param {string} name an npm package with its version @returns {string} the folder it is unpacked in */
function fetchPackage(name) {
  const into = join(folder, name);
  mkdirSync(into);
  run(`npm pack ${name} --silent`, into);
  const file = readdirSync(into).find((entry) => entry.endsWith(".tgz"));
  if (file === undefined) throw new Error(`npm packed no ${name}`);
  run(`tar xzf ${file} --strip-components=1`, into);
  return into;
}

/** @param {string} npm @param {string} node @returns {string} the first command that failed, or "" */
function tryPair(npm, node) {
  const pair = join(folder, `npm-${npm}-node-${node}`);
  const programs = join(pair, "programs");
  mkdirSync(programs, { recursive: true });
  const launcher = `#!/bin/sh\nexec node "${join(folder, `npm@${npm}`)}/bin/npm-cli.js" "$@"\n`;
  writeFileSync(join(programs, "npm"), launcher, { mode: 0o755 });
  const path = `${programs}:${join(folder, `node-${platform}@${node}`)}/bin`;
  const checkout = join(pair, "checkout");
  const clone = `git clone --quiet --no-hardlinks "${root}" "${checkout}"`;
  if (!run(clone, folder)) return clone;
  const failed = commands.find((command) => !run(command, checkout, path)) ?? "";
  rmSync(pair, { recursive: true, force: true });
  return failed;
}

try {
  for (const node of nodes) fetchPackage(`node-${platform}@${node}`);
  for (const npm of npms) fetchPackage(`npm@${npm}`);
  for (const npm of npms) {
    for (const node of nodes) {
      const started = Date.now();
      const failed = tryPair(npm, node);
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`npm ${npm}  Node ${node}  ${failed === "" ? "works" : `FAILED: ${failed}`}  (${seconds} s)`);
      if (failed !== "") process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
