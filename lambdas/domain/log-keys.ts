import type { Chunk } from "../contract/log.ts";
import { stepKey } from "./job-row.ts";

export interface LogKey {
  readonly attempt: number;
  readonly step: number;
  /** From 1, without holes within one step. */
  readonly n: number;
}

export function logKey({ attempt, step, n }: LogKey): string {
  return `${stepKey(attempt, step)}.${String(n).padStart(8, "0")}`;
}

export function parseLogKey(key: string): LogKey {
  return { attempt: Number(key.slice(0, 2)), step: Number(key.slice(3, 5)), n: Number(key.slice(6)) };
}

/** `01.04.00000007` → `01.04`. */
export function stepPrefix(key: string): string {
  return key.slice(0, 5);
}

export function keyAfter(key: string): string {
  const parts = parseLogKey(key);
  return logKey({ ...parts, n: parts.n + 1 });
}

/** The lines of a chunk's text, each without its line end. */
export function linesOf(text: string): string[] {
  return text === "" ? [] : text.slice(0, -1).split("\n");
}

/** The job-wide number of a chunk's last line; of an empty chunk, that of the line before it. */
export function lastLineOf(chunk: Pick<Chunk, "line" | "text">): number {
  return chunk.line + linesOf(chunk.text).length - 1;
}
