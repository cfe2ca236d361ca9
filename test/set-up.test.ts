import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";

const root = fileURLToPath(new URL("../", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vintner-set-up-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs set-up with nothing on the path but Node, and an empty cache. */
async function runBare(...args: string[]): Promise<{ code: number | null; text: string }> {
  await symlink(process.execPath, join(folder, "node"));
  const env = { PATH: folder, HOME: folder, XDG_CACHE_HOME: join(folder, "cache"), HTTPS_PROXY: "http://127.0.0.1:9" };
  const child = spawn(process.execPath, ["local/setup/run.mjs", ...args], { cwd: root, env });
  let text = "";
  child.stdout.on("data", (piece: Buffer) => (text += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, text };
}

test("tells all that is missing at once, each with the command that brings it", async () => {
  const { code, text } = await runBare("test");
  expect(code).toBe(1);
  for (const line of [
    /Java 17 or newer: sudo apt-get install/,
    /Python 3 with moto [\d.]+: /,
    /Terraform 1\.11 or newer: download https:/,
    /Chromium, for the browser tests: sudo apt-get install/,
  ]) {
    expect(text).toMatch(line);
  }
  expect(text).not.toMatch(/\n\s+at /);
}, 60_000);

test("names the scripts there are when it is asked for another", async () => {
  const { code, text } = await runBare("dance");
  expect(code).toBe(1);
  expect(text).toMatch(/Unknown script "dance"\. One of: start, .*test/);
});
