import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Chunk, Stream } from "../contract/log.ts";

/** A row of `provision_job_logs`. */
export interface LogItem {
  readonly job_id: string;
  readonly key: string;
  readonly stream: Stream;
  /** The text, gzipped. */
  readonly text_gz: Uint8Array;
  readonly at: string;
  readonly line: number;
  readonly last?: true;
  /** SHA-256 over the chunk: tells a repeat from a conflict, whatever gzip made of it. */
  readonly digest: string;
}

export function toLogItem(jobId: string, chunk: Chunk): LogItem {
  const { key, stream, text, at, line, last } = chunk;
  const digest = createHash("sha256")
    .update(JSON.stringify([key, stream, text, at, line, last === true]))
    .digest("hex");
  return {
    job_id: jobId,
    key,
    stream,
    text_gz: gzipSync(text, { level: 6 }),
    at,
    line,
    ...(last === true && { last }),
    digest,
  };
}

export function fromLogItem(item: LogItem): Chunk {
  const { key, stream, at, line } = item;
  const text = gunzipSync(item.text_gz).toString("utf8");
  return { key, stream, text, at, line, ...(item.last === true && { last: true }) };
}
