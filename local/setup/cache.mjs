import { existsSync, rmSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { constants, homedir } from "node:os";
import { join } from "node:path";

/** The user's cache, where fetched parts live for every checkout. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "vintner");

/**
 * A folder of the cache, filled once. Filling happens beside it and is renamed at the end, so that what was
 * interrupted half-way is never taken for whole; nothing of it stays.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 */
export async function cached(name, fill) {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  await dropLeftovers();
  const partial = `${folder}.partial-${process.pid}`;
  const drop = () => rmSync(partial, { recursive: true, force: true });
  /** @param {NodeJS.Signals} signal */
  const interrupted = (signal) => {
    drop();
    process.exit(128 + constants.signals[signal]);
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  try {
    await mkdir(partial, { recursive: true });
    await fill(partial);
    await rename(partial, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    drop();
  }
  return folder;
}

/** What a set-up that was killed could not drop by itself. */
async function dropLeftovers() {
  for (const name of await readdir(cacheFolder).catch(() => [])) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
