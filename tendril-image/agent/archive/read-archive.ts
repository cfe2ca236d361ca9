import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Parser, type ReadEntry } from "tar";
import { VintnerError } from "../../../lambdas/contract/errors.ts";

/** Of what is unpacked, with the headers that tar puts before each file. */
const unpackedMaxBytes = 50 * 1024 * 1024;
const entriesMax = 2000;

/** A file, or a symbolic link, at a relative path without `.` and `..` in it. */
export type ArchiveEntry =
  | { readonly kind: "file"; readonly path: string; readonly content: Uint8Array; readonly executable: boolean }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

/**
 * Reads a `.tgz`. Folders come with their files alone. If everything is in one folder, as a download of a repository has
 * it, that folder is left off.
 * @throws ARCHIVE_INVALID with what is wrong, and with which entry.
 */
export async function readArchive(bytes: Uint8Array): Promise<readonly ArchiveEntry[]> {
  const entries = parse(await unzip(bytes)).filter(({ path }) => !isLeftOut(path));
  return withoutSingleFolder(entries);
}

export function archiveInvalid(detail: string, cause?: unknown): VintnerError {
  return new VintnerError("ARCHIVE_INVALID", detail, { cause });
}

async function unzip(bytes: Uint8Array): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: unpackedMaxBytes });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw archiveInvalid(isTooLarge ? "It is more than 50 MB once unpacked" : "It is not a whole .tgz file", error);
  }
}

/** The parser works through a buffer at once: when `end` returns, all of it is there. */
function parse(tar: Buffer): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  const errors: Error[] = [];
  let count = 0;
  const onReadEntry = (entry: ReadEntry) => {
    count += 1;
    if (count > entriesMax) return entry.resume();
    try {
      take(entry, (one) => entries.push(one));
    } catch (error) {
      errors.push(error as Error);
    }
    return entry.resume();
  };
  const parser = new Parser({ strict: true, onReadEntry });
  parser.on("error", (error: Error) => errors.push(archiveInvalid(`It is not a whole .tgz file: ${error.message}`)));
  parser.end(tar);
  const [first] = errors;
  if (first !== undefined) throw first;
  if (count > entriesMax) throw archiveInvalid(`It has more than ${entriesMax} files and folders`);
  return entries;
}

function take(entry: ReadEntry, add: (entry: ArchiveEntry) => void): void {
  const path = safePath(entry.path);
  switch (entry.type) {
    case "Directory":
      return;
    case "File":
    case "OldFile":
    case "ContiguousFile": {
      if (path === "") throw archiveInvalid("One of its files has no name");
      const pieces: Uint8Array[] = [];
      entry.on("data", (piece: Uint8Array) => pieces.push(piece));
      entry.on("end", () => {
        const executable = ((entry.mode ?? 0) & 0o100) !== 0;
        add({ kind: "file", path, content: Buffer.concat(pieces), executable });
      });
      return;
    }
    case "SymbolicLink":
      return add({ kind: "link", path, target: entry.linkpath ?? "" });
    default:
      throw archiveInvalid(`${shown(entry.path)} is neither a file nor a folder nor a symbolic link`);
  }
}

function safePath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (path.startsWith("/") || segments.includes("..") || /[\\\0]/.test(path)) {
    throw archiveInvalid(`${shown(path)} does not stay in the archive's own folder`);
  }
  return segments.join("/");
}

/** What a working folder holds and no module needs; a state of its own would stop the init in ours. */
function isLeftOut(path: string): boolean {
  const segments = path.split("/");
  const name = segments.at(-1) ?? "";
  return segments.includes(".terraform") || name.startsWith("._") || /^terraform\.tfstate(\.|$)/.test(name);
}

function withoutSingleFolder(entries: readonly ArchiveEntry[]): readonly ArchiveEntry[] {
  const [folder = "", ...others] = new Set(entries.map(({ path }) => path.slice(0, path.indexOf("/") + 1)));
  if (folder === "" || others.length > 0) return entries;
  return entries.map((entry) => ({ ...entry, path: entry.path.slice(folder.length) }));
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
