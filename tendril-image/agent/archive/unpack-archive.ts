import { mkdir, readdir, realpath, symlink, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { archiveInvalid, readArchive } from "./read-archive.ts";

/**
 * Unpacks a `.tgz` with a Terraform root module into an empty folder, and nothing beside it. Answers how many files.
 * @throws ARCHIVE_INVALID with what is wrong.
 */
export async function unpackArchive(bytes: Uint8Array, folder: string): Promise<number> {
  const entries = await readArchive(bytes);
  const files = entries.filter((entry) => entry.kind === "file");
  const links = entries.filter((entry) => entry.kind === "link");
  // Links last, when all folders are there: nothing is ever written through one.
  for (const { path } of entries) await clashing(path, () => mkdir(dirname(join(folder, path)), { recursive: true }));
  for (const { path, content, executable } of files) {
    await clashing(path, () => writeFile(join(folder, path), content, { mode: executable ? 0o700 : 0o600 }));
  }
  for (const { path, target } of links) await clashing(path, () => symlink(target, join(folder, path)));
  const root = await realpath(folder);
  for (const { path } of links) await checkLink(path, root);
  const names = await readdir(folder);
  if (!names.some((name) => /\.tf(\.json)?$/.test(name))) throw archiveInvalid("It has no .tf file at its top");
  return entries.length;
}

async function clashing(path: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!clashes.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    throw archiveInvalid(`${JSON.stringify(path.slice(0, 200))} cannot stand beside its other files`, error);
  }
}

/** One name for a file and a folder, two links of one name, a name that is too long. */
const clashes = new Set(["EEXIST", "EISDIR", "ENOTDIR", "ENAMETOOLONG"]);

async function checkLink(path: string, root: string): Promise<void> {
  const target = await realpath(join(root, path)).catch(() => undefined);
  if (target !== undefined && (target === root || target.startsWith(root + sep))) return;
  throw archiveInvalid(`The link ${JSON.stringify(path)} leads to nothing in the archive's own folder`);
}
