import { limits } from "../contract/limits.ts";
import type { Chunk } from "../contract/log.ts";
import type { JobRow } from "../domain/job-row.ts";
import { readLog } from "./read-log.ts";

/** Every chunk that may be read now, in order: up to the first hole that is not declared. */
export async function* readWholeLog(row: JobRow): AsyncGenerator<Chunk> {
  let after: string | undefined;
  for (;;) {
    const part = await readLog(row, { after, limit: limits.chunksPerRequest * 20 });
    yield* part.items;
    if (part.atEnd) return;
    after = part.place;
  }
}
