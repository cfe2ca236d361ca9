import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { which } from "./commands.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * Unpacks a `.tar.gz` without its first folder. Only `tar` is needed, which every system has, and no `gzip`.
 * @param {Buffer} archive
 * @param {string} into
 * @returns {Promise<void>}
 */
export function unpackTarGz(archive, into) {
  const tar = which("tar") ?? ["/usr/bin/tar", "/bin/tar"].find((path) => existsSync(path));
  if (tar === undefined) throw new SetupError("tar is not on the path: install it with your system's package manager");
  return new Promise((resolve, reject) => {
    const child = spawn(tar, ["xf", "-", "-C", into, "--strip-components=1"], { stdio: ["pipe", "ignore", "pipe"] });
    let text = "";
    child.stderr.on("data", (piece) => (text += String(piece)));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new SetupError(`tar failed: ${text.trim()}`))));
    // a tar that ends early tells why by itself
    child.stdin.on("error", () => undefined).end(gunzipSync(archive));
  });
}

const endRecord = Buffer.from([0x50, 0x4b, 5, 6]);
const stored = 0;
const deflated = 8;

/**
 * Unpacks a `.zip`, for which a system may have no program: PKWARE's APPNOTE 6.3, without ZIP64 and encryption.
 * @param {Buffer} archive
 * @param {string} into
 */
export async function unpackZip(archive, into) {
  const end = archive.lastIndexOf(endRecord);
  if (end < 0) throw new SetupError("this is not a zip archive");
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    if (!name.endsWith("/")) await writeEntry(archive, at, join(into, inside(name)));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

/** @param {string} name */
function inside(name) {
  const path = normalize(name);
  if (path.startsWith("..") || path.startsWith("/")) throw new SetupError(`the zip archive leads outside: ${name}`);
  return path;
}

/**
 * @param {Buffer} archive
 * @param {number} entry where its record in the central directory begins
 * @param {string} file
 */
async function writeEntry(archive, entry, file) {
  const method = archive.readUInt16LE(entry + 10);
  const local = archive.readUInt32LE(entry + 42);
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const bytes = archive.subarray(from, from + archive.readUInt32LE(entry + 20));
  if (method !== stored && method !== deflated) throw new SetupError(`the zip archive is packed by method ${method}`);
  const mode = (archive.readUInt32LE(entry + 38) >>> 16) & 0o777;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, method === stored ? bytes : inflateRawSync(bytes), { mode: mode || 0o644 });
}
