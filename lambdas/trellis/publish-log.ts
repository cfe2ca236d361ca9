import { limits } from "../contract/limits.ts";
import { encodedBytes, type Chunk } from "../contract/log.ts";
import { topics } from "../contract/realtime.ts";
import { publish } from "./publish.ts";

/** Pushes stored chunks, in order, in frames that API Gateway takes; answers how many clients got the last one. */
export async function publishLog(jobId: string, chunks: readonly Chunk[]): Promise<number> {
  let watching = 0;
  for (const frame of framesOf(chunks)) {
    watching = await publish(topics.job(jobId), { type: "log", job_id: jobId, chunks: frame });
    if (watching === 0) return 0;
  }
  return watching;
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
