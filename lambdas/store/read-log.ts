import { limits } from "../contract/limits.ts";
import { encodedBytes, type Chunk } from "../contract/log.ts";
import type { JobRow } from "../domain/job-row.ts";
import { lastLineOf, parseLogKey, stepPrefix } from "../domain/log-keys.ts";
import { readInOrder, type Place } from "../domain/read-in-order.ts";
import { fromLogItem, type LogItem } from "./log-item.ts";
import { behind, between, queryLog, wholeStep } from "./query-log.ts";

export interface LogQuery {
  /** The chunks behind this key. */
  readonly after?: string | undefined;
  /** The chunks before this key, the nearest ones, in reading order. */
  readonly before?: string | undefined;
  /** From the chunk that holds this job-wide line on. */
  readonly line?: number | undefined;
  readonly limit: number;
}

export interface LogPart {
  readonly items: readonly Chunk[];
  /** Where a reader goes on: never beyond a hole that is not declared. Undefined only before the first chunk. */
  readonly place: string | undefined;
  /** Nothing more can be read now. */
  readonly atEnd: boolean;
}

/** One page of a log, at most `limit` chunks and 4 MB. */
export async function readLog(row: JobRow, query: LogQuery): Promise<LogPart> {
  if (query.before !== undefined) return readBefore(row, query.before, query.limit);
  const after = query.line === undefined ? query.after : await placeBefore(row, query.line);
  return readAfter(row, after, query.limit);
}

const itemsPerQuery = 200;

async function readAfter(row: JobRow, after: string | undefined, limit: number): Promise<LogPart> {
  const items: Chunk[] = [];
  let place = after === undefined ? undefined : await placeAt(row, after);
  let bytes = 0;
  for (;;) {
    const wanted = Math.min(itemsPerQuery, limit - items.length);
    const found = await queryLog({ ...behind(row.id, place?.key), Limit: wanted });
    const readable = readInOrder(found, place, row.log_missing ?? new Set());
    for (const item of readable.items) {
      const chunk = fromLogItem(item);
      bytes += sizeOf(chunk);
      if (bytes > limits.logPageMaxBytes && items.length > 0) return { items, place: place?.key, atEnd: false };
      items.push(chunk);
      place = { key: item.key, ended: item.last === true };
    }
    if (readable.hole !== undefined || found.length === 0) return { items, place: place?.key, atEnd: true };
    if (items.length >= limit) return { items, place: place?.key, atEnd: false };
  }
}

async function readBefore(row: JobRow, before: string, limit: number): Promise<LogPart> {
  const newestFirst: Chunk[] = [];
  let bytes = 0;
  let edge = before;
  while (newestFirst.length < limit) {
    const wanted = Math.min(itemsPerQuery, limit - newestFirst.length);
    // `BETWEEN` includes its ends: the edge itself is asked for and dropped.
    const found = await queryLog({ ...between(row.id, "0", edge), ScanIndexForward: false, Limit: wanted + 1 });
    const fresh = found.filter((item) => item.key < edge);
    for (const item of fresh.slice(0, wanted)) {
      const chunk = fromLogItem(item);
      bytes += sizeOf(chunk);
      if (bytes > limits.logPageMaxBytes && newestFirst.length > 0) return page(newestFirst);
      newestFirst.push(chunk);
      edge = item.key;
    }
    if (fresh.length === 0) break;
  }
  return page(newestFirst);
}

function page(newestFirst: readonly Chunk[]): LogPart {
  return { items: newestFirst.toReversed(), place: newestFirst[0]?.key, atEnd: false };
}

/** The reader says where it is; whether that chunk ended its step is in the table. */
async function placeAt(row: JobRow, key: string): Promise<Place> {
  const [item] = await queryLog({ ...between(row.id, key, key) });
  return { key, ended: item?.last === true };
}

/** The key before the chunk that holds `line`, so that a reader goes on with that chunk. */
async function placeBefore(row: JobRow, line: number): Promise<string | undefined> {
  let holder: LogItem | undefined;
  for (const step of Object.keys(row.steps).sort()) {
    const [first] = await queryLog({ ...wholeStep(row.id, step), Limit: 1 });
    if (first === undefined) continue;
    if (first.line > line) break;
    holder = first;
  }
  if (holder === undefined) return undefined;
  const chunk = await lastStartingBy(row.id, holder, line);
  if (line > lastLineOf(fromLogItem(chunk))) return chunk.key;
  const around = await queryLog({ ...between(row.id, "0", chunk.key), ScanIndexForward: false, Limit: 2 });
  return around.find((item) => item.key < chunk.key)?.key;
}

/** Bisects a step by `n`, which grows with the lines: about 20 small reads in a log of a million chunks. */
async function lastStartingBy(jobId: string, first: LogItem, line: number): Promise<LogItem> {
  const step = stepPrefix(first.key);
  const [last] = await queryLog({ ...wholeStep(jobId, step), ScanIndexForward: false, Limit: 1 });
  let low = first;
  let high = parseLogKey(last?.key ?? first.key).n;
  while (parseLogKey(low.key).n < high) {
    const middle = Math.ceil((parseLogKey(low.key).n + high) / 2);
    const [found] = await queryLog({
      ...between(jobId, `${step}.${String(middle).padStart(8, "0")}`, `${step}/`),
      Limit: 1,
    });
    if (found === undefined || found.line > line) high = middle - 1;
    else low = found;
  }
  return low;
}

/** What a chunk adds to the answer: its text as JSON, and about 150 bytes for the rest. */
function sizeOf(chunk: Chunk): number {
  return encodedBytes(chunk.text) + 150;
}
