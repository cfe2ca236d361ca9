import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Takes the checksums out of what `init` wrote, for providers that are part of the image. Else every further command reads
 * a provider whole and sums it up before it starts it: half a second each for the 700 MB of the AWS provider 5.100. They
 * were checked when the image was built, and who runs jobs there cannot write to them.
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export async function dropChecksums(folder: string): Promise<void> {
  const path = join(folder, ".terraform.lock.hcl");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined) await writeFile(path, text.replaceAll(/^ *hashes = \[[^\]]*\]\n/gm, ""));
}
