import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Chunk } from "../contract/log.ts";
import { documentClient, tableName } from "./client.ts";
import { fromLogItem, type LogItem } from "./log-item.ts";
import { queryLog, wholeLog, wholeStep } from "./query-log.ts";

export { putChunks } from "./put-chunks.ts";
export { readLog } from "./read-log.ts";

/** The chunk with the highest key of a job, or of its step `<attempt:2>.<step:2>`. Consistent. */
export async function lastChunkOf(jobId: string, step?: string): Promise<Chunk | undefined> {
  const range = step === undefined ? wholeLog(jobId) : wholeStep(jobId, step);
  const [item] = await queryLog({ ...range, ScanIndexForward: false, Limit: 1 });
  return item === undefined ? undefined : fromLogItem(item);
}

/** Every chunk of a job in key order, holes or not: for the closer and for `log.txt`. */
export async function* allChunks(jobId: string): AsyncGenerator<Chunk> {
  const pages = paginateQuery(
    { client: documentClient },
    { ...wholeLog(jobId), TableName: tableName("jobLogs"), ConsistentRead: true },
  );
  for await (const page of pages) {
    for (const item of (page.Items ?? []) as LogItem[]) yield fromLogItem(item);
  }
}
