import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pins } from "../../local/setup/pins.mjs";
import type { Answer } from "./mirror.ts";

const platform = `${process.platform}-${process.arch}`;
const target = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const provider = `terraform-provider-aws_5.100.0_${target}`;
const providerRelease = "https://releases.hashicorp.com/terraform-provider-aws/5.100.0/terraform-provider-aws_5.100.0_";
const chromeBuild = { "linux-x64": "linux64", "darwin-x64": "mac-x64" }[platform] ?? platform.replace("darwin", "mac");

/** Says what it is; as `python3`, it also makes what only looks like a virtual environment. */
const say = (text: string) => `#!/bin/sh\necho '${text}'\n`;
const python = `#!/bin/sh
case "$*" in
  "-m venv "*) /bin/mkdir -p "$3/bin" && /bin/ln -s "$0" "$3/bin/python3" ;;
  "-m pip "*) echo "$*" > "\${0%/*}/../pip.txt" ;;
  *) echo "stand-in: $*" ;;
esac
`;

export interface StandIns {
  readonly files: ReadonlyMap<string, Answer>;
  /** The text of a `pins.mjs` with their checksums. */
  readonly pins: string;
}

/** Small archives in place of what set-up fetches, made in `folder`. */
export async function makeStandIns(folder: string, chromeVersion: string): Promise<StandIns> {
  const javaFolder = process.platform === "darwin" ? "runtime/Contents/Home/bin" : "runtime/bin";
  const java = await tarGz(join(folder, "java"), `${javaFolder}/java`, say('openjdk version "17.0.12"'));
  const cpython = await tarGz(join(folder, "python"), "python/bin/python3", python);
  const terraform = await zip(join(folder, "terraform"), "terraform", say("Terraform v1.11.4"));
  const plugin = await zip(join(folder, "plugin"), "terraform-provider-aws_v5.100.0_x5", say("provider"));
  const chromeName = `chrome-headless-shell-${chromeBuild}`;
  const chrome = await zip(join(folder, "chrome"), `${chromeName}/chrome-headless-shell`, say("Chromium"));
  const ours = { java: pin("java", java), python: pin("python", cpython), terraform: pin("terraform", terraform) };
  const files = new Map<string, Answer>([
    [ours.java.url, java],
    [ours.python.url, cpython],
    [ours.terraform.url, terraform],
    [`${providerRelease}SHA256SUMS`, Buffer.from(`${sha256(plugin)}  ${provider}.zip\n`)],
    [`${providerRelease}${target}.zip`, plugin],
    [`https://cdn.playwright.dev/builds/cft/${chromeVersion}/${chromeBuild}/${chromeName}.zip`, chrome],
  ]);
  const archives = Object.entries(ours).map(([name, archive]) => [name, { [platform]: archive }]);
  return { files, pins: `export const pins = ${JSON.stringify({ node: {}, ...Object.fromEntries(archives) })};\n` };
}

function pin(part: "java" | "python" | "terraform", bytes: Buffer): { url: string; sha256: string } {
  const url = pins[part][platform]?.url;
  if (url === undefined) throw new Error(`${part} is not pinned for ${platform}`);
  return { url, sha256: sha256(bytes) };
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function tarGz(folder: string, file: string, text: string): Promise<Buffer> {
  await writeProgram(join(folder, file), text);
  const archive = `${folder}.tar.gz`;
  execFileSync("tar", ["czf", archive, "-C", folder, file.slice(0, file.indexOf("/"))]);
  return readFile(archive);
}

async function zip(folder: string, file: string, text: string): Promise<Buffer> {
  await writeProgram(join(folder, file), text);
  const archive = `${folder}.zip`;
  execFileSync("python3", ["-m", "zipfile", "-c", archive, file.slice(0, file.indexOf("/") + 1) || file], {
    cwd: folder,
  });
  return readFile(archive);
}

async function writeProgram(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o755 });
}
