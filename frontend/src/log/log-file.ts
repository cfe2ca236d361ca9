import type { Chunk } from "../../../lambdas/contract/log.ts";
import { plainText } from "./ansi.ts";
import { isMissing, type LogSection } from "./log-lines.ts";

/** `log.txt` of chunks that are all there: `<STREAM>\t<line>\n` for each line. */
export function logFileText(chunks: readonly Chunk[]): string {
  const parts: string[] = [];
  for (const { stream, text } of chunks) {
    for (const line of text.split("\n").slice(0, -1)) parts.push(`${stream}\t${line}\n`);
  }
  return parts.join("");
}

/** What a person pastes into a message: lines as they are seen, without colours. */
export function readableText(sections: readonly LogSection[]): string {
  const lines: string[] = [];
  for (const { blocks } of sections) {
    for (const { rows } of blocks) {
      for (const row of rows) lines.push(isMissing(row) ? `[missing: ${row.missing.join(" ")}]` : plainText(row.text));
    }
  }
  return lines.join("\n") + "\n";
}
