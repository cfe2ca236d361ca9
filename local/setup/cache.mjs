import { mkdir, rename, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The user's cache, where fetched parts live for every checkout. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "vintner");

/**
 * A folder of the cache, filled once. Filling happens beside it and is renamed at the end, so that what was
 * interrupted half-way is never taken for whole.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 */
export async function cached(name, fill) {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    await fill(partial);
    await rename(partial, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}
