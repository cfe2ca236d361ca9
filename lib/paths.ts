import { fileURLToPath } from "node:url";

/** Absolute path of something in this repository, so that synth works from any working directory. */
export function repositoryPath(relativePath: string): string {
  return fileURLToPath(new URL(`../${relativePath}`, import.meta.url));
}
