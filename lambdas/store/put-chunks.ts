import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { Chunk } from "../contract/log.ts";
import { checkKeys, checkWriter, type Fence } from "../domain/check-writer.ts";
import type { JobRow } from "../domain/job-row.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import { lastLineOf } from "../domain/log-keys.ts";
import { documentClient, tableName } from "./client.ts";
import { existingJob, jobUpdate } from "./jobs.ts";
import { toLogItem, type LogItem } from "./log-item.ts";
import { cancellationCodes, retryConflicts } from "./retry-conflicts.ts";

type TransactItems = NonNullable<TransactWriteCommandInput["TransactItems"]>;

export interface JobSource {
  /** Spares a read. How old it is does not matter, because the fence tells. */
  readonly known?: JobRow | undefined;
  readonly read?: () => Promise<JobRow>;
}

/**
 * Stores chunks in order up to the first that is refused, and declares `missing` keys. One transaction holds the
 * chunks and the fence: the job's row, still open and in this attempt, with the watchers that are known and not cancelled
 * unless that is known; its summary of the log is brought up to date. Answers the row with the new summary; throws
 * NOT_FOUND, JOB_CLOSED, STALE_ATTEMPT, FORBIDDEN, INVALID_REQUEST or LOG_CONFLICT.
 */
export async function putChunks(
  jobId: string,
  fence: Fence,
  chunks: readonly Chunk[],
  missing: readonly string[] = [],
  { known, read = () => existingJob(jobId) }: JobSource = {},
): Promise<JobRow> {
  for (let row = known; ; row = undefined) {
    row ??= await read();
    checkWriter(row, fence);
    checkKeys(row, fence, chunks, missing);
    const refused = await store(row, fence, chunks, missing);
    if (refused === "none") return { ...row, ...summaryAfter(row, chunks) };
    // The fence moved since the row was read: reading again tells the cause, or shows that it does not matter.
    if (refused === "fence") continue;
    if (refused > 0) await putChunks(jobId, fence, chunks.slice(0, refused));
    const key = chunks[refused]?.key ?? "";
    throw new VintnerError("LOG_CONFLICT", `The log holds another chunk with the key ${key}.`, { extensions: { key } });
  }
}

/** Answers what was refused: nothing, the fence, or the index of the first chunk. */
async function store(
  row: JobRow,
  fence: Fence,
  chunks: readonly Chunk[],
  missing: readonly string[],
): Promise<"none" | "fence" | number> {
  const puts: TransactItems = chunks.map((chunk) => putItem(toLogItem(row.id, chunk)));
  try {
    const command = new TransactWriteCommand({ TransactItems: [...puts, fenceItem(row, fence, chunks, missing)] });
    await retryConflicts(() => documentClient.send(command));
    return "none";
  } catch (error) {
    const codes = cancellationCodes(error);
    const first = codes.indexOf("ConditionalCheckFailed");
    if (first === -1) throw error;
    return codes[puts.length] === "ConditionalCheckFailed" ? "fence" : first;
  }
}

function putItem(item: LogItem): TransactItems[number] {
  return {
    Put: {
      TableName: tableName("jobLogs"),
      Item: item,
      ConditionExpression: "attribute_not_exists(#key) OR #digest = :digest",
      ExpressionAttributeNames: { "#key": "key", "#digest": "digest" },
      ExpressionAttributeValues: { ":digest": item.digest },
    },
  };
}

/** `log_last_key` and `log_lines` only grow: undefined for a repeat of old chunks, which leaves them as they are. */
function summaryAfter(
  row: JobRow,
  chunks: readonly Chunk[],
): { readonly log_last_key: string; readonly log_lines: number } | undefined {
  const last = chunks.at(-1);
  if (last === undefined || (row.log_last_key !== undefined && last.key <= row.log_last_key)) return undefined;
  return { log_last_key: last.key, log_lines: Math.max(row.log_lines, lastLineOf(last)) };
}

function fenceItem(
  row: JobRow,
  fence: Fence,
  chunks: readonly Chunk[],
  missing: readonly string[],
): TransactItems[number] {
  const summary = summaryAfter(row, chunks);
  const update = jobUpdate({
    ...(summary !== undefined && { set: summary }),
    when: {
      notClosed: true,
      attempt: fence.attempt,
      ...(fence.jobTokenHash !== undefined && { jobTokenHash: fence.jobTokenHash }),
      ...(!isCancelled(row) && { notCancelled: true }),
      ...(summary !== undefined && { notAbove: summary }),
      ...(row.log_watchers === undefined
        ? { absent: ["log_watchers"] }
        : { equals: { log_watchers: row.log_watchers } }),
    },
  }).add("log_missing", new Set(missing));
  const target = { TableName: tableName("jobs"), Key: { id: row.id } };
  const { UpdateExpression, ConditionExpression = "", ...placeholders } = update.build();
  return UpdateExpression === undefined
    ? { ConditionCheck: { ...target, ConditionExpression, ...placeholders } }
    : { Update: { ...target, UpdateExpression, ConditionExpression, ...placeholders } };
}
