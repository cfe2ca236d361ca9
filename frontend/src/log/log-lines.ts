import type { Stream } from "../../../lambdas/contract/log.ts";

export interface LogLine {
  /** Job-wide, from 1. */
  readonly number: number;
  readonly stream: Stream;
  /** Made whole: begins with the colours that an earlier line left on. */
  readonly text: string;
  readonly at: string;
}

/** A piece of the log that was given up, in the place where it would stand. */
export interface MissingPart {
  readonly missing: readonly string[];
}

export type LogRow = LogLine | MissingPart;

/** Rows that are painted and skipped together. A full block never changes again. */
export interface LogBlock {
  readonly id: string;
  readonly rows: readonly LogRow[];
}

/** The log of one step in one attempt. */
export interface LogSection {
  /** `<attempt>.<step>`. */
  readonly id: string;
  readonly attempt: number;
  readonly step: number;
  readonly blocks: readonly LogBlock[];
  readonly rows: number;
  /** Its last chunk is there. */
  readonly ended: boolean;
}

export function isMissing(row: LogRow): row is MissingPart {
  return "missing" in row;
}

const rowsPerBlock = 100;

/** `section` with `rows` after its own; blocks that were full stay the same objects. */
export function appendRows(section: LogSection, rows: readonly LogRow[], ended: boolean): LogSection {
  const blocks = [...section.blocks];
  let rest = rows;
  const open = blocks.at(-1);
  if (open !== undefined && open.rows.length < rowsPerBlock) {
    const room = rowsPerBlock - open.rows.length;
    blocks[blocks.length - 1] = { id: open.id, rows: [...open.rows, ...rest.slice(0, room)] };
    rest = rest.slice(room);
  }
  for (let start = 0; start < rest.length; start += rowsPerBlock) {
    blocks.push({ id: `${section.id}.${blocks.length}`, rows: rest.slice(start, start + rowsPerBlock) });
  }
  return { ...section, blocks, rows: section.rows + rows.length, ended: section.ended || ended };
}

// eslint-disable-next-line no-control-regex
const sgr = /\x1b\[([0-9;]*)m/g;
/** A program that never resets must not make every line longer than the last. */
const carryMaxChars = 64;

/** The colour codes that are still on after `text`, when `carry` was on before it. */
export function carriedColours(carry: string, text: string): string {
  if (!text.includes("\x1b[")) return carry;
  let on = carry;
  for (const [code, parameters = ""] of text.matchAll(sgr)) {
    if (/^0*$/.test(parameters)) on = "";
    else if (/^0*;/.test(parameters) || on.length + code.length > carryMaxChars) on = code;
    else on += code;
  }
  return on;
}
