import { limits } from "../contract/limits.ts";
import { encodedBytes, type Chunk } from "../contract/log.ts";
import type { JobRow } from "../domain/job-row.ts";
import { removeLogWatchers } from "../store/log-watchers.ts";
import { logEvent } from "./log-event.ts";
import { pushTo } from "./publish.ts";

/**
 * Pushes stored chunks, in order, in frames that API Gateway takes, to those who watched when they were stored, as the
 * row has it; answers how many got the last one. A failure is told in the program's log and never stops the work.
 */
export async function publishLog(
  { id, log_watchers = new Set() }: Pick<JobRow, "id" | "log_watchers">,
  chunks: readonly Chunk[],
): Promise<number> {
  let watching = [...log_watchers];
  let got = 0;
  for (const frame of framesOf(chunks)) {
    if (watching.length === 0) return 0;
    const { sent, gone } = await pushTo(watching, { type: "log", job_id: id, chunks: frame });
    got = sent.length;
    if (gone.length === 0) continue;
    watching = watching.filter((connection) => !gone.includes(connection));
    await removeLogWatchers(id, gone).catch((error: unknown) => logEvent("publish_failed", { job_id: id, error }));
  }
  return got;
}

/** Room for the members around a chunk's text, and around the chunks. */
const overheadBytes = 250;

export function framesOf(chunks: readonly Chunk[]): Chunk[][] {
  const frames: Chunk[][] = [];
  let room = 0;
  for (const chunk of chunks) {
    const bytes = encodedBytes(chunk.text) + overheadBytes;
    if (bytes > room) {
      frames.push([]);
      room = limits.frameMaxBytes - overheadBytes;
    }
    frames.at(-1)?.push(chunk);
    room -= bytes;
  }
  return frames;
}
