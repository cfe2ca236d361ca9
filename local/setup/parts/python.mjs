import { join } from "node:path";
import { cached } from "../cache.mjs";
import { output, which } from "../commands.mjs";
import { download } from "../download.mjs";
import { pins } from "../pins.mjs";
import { SetupError } from "../setup-error.mjs";
import { platform } from "../system.mjs";
import { unpackTarGz } from "../unpack.mjs";

/** The first Python for which all of moto-requirements.txt is made, and which can make virtual environments. */
const isFit = "import sys, venv, ensurepip; assert sys.version_info >= (3, 11)";

/** A `python3` that can make a virtual environment: the system's, else one from the cache, fetched once. */
export async function ensurePython() {
  const there = which("python3");
  if (there !== undefined && (await output(there, ["-c", isFit])) !== undefined) return there;
  const pin = pins.python[platform];
  if (pin === undefined) throw new SetupError(`no Python is known for ${platform}`);
  const folder = await cached("python-3.12.6", async (into) => {
    console.error("Fetching Python 3.12 …");
    await unpackTarGz(await download(pin.url, pin.sha256), into);
  });
  return join(folder, "bin", "python3");
}
