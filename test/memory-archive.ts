import { createHash } from "node:crypto";
import type { Archive } from "../lambdas/cloud/archive.ts";

/** An archive that keeps its texts in a map. */
export function memoryArchive(texts: Map<string, string>): Archive {
  return {
    async put(key, parts) {
      const text = (await Array.fromAsync(parts)).join("");
      texts.set(key, text);
      return { sha256: createHash("sha256").update(text).digest("hex") };
    },
    urlOf: async (key) => `https://archive.test/${key}`,
  };
}
