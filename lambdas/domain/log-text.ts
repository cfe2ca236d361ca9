import type { Chunk } from "../contract/log.ts";
import { linesOf } from "./log-keys.ts";

/** A chunk as it stands in `log.txt`: `<STREAM>\t<line>\n` for each line. */
export function logText(chunk: Pick<Chunk, "stream" | "text">): string {
  return linesOf(chunk.text)
    .map((line) => `${chunk.stream}\t${line}\n`)
    .join("");
}
