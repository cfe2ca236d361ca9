import { isDeepStrictEqual } from "node:util";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { Chunk } from "../contract/log.ts";
import { checkKeys, checkWriter, type Fence } from "../domain/check-writer.ts";
import type { JobRow } from "../domain/job-row.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import { withLogHead, type LogHead } from "../domain/log-head.ts";
import { lastLineOf } from "../domain/log-keys.ts";
import { documentClient, tableName } from "./client.ts";
import { jobUpdate } from "./job-update.ts";
import { existingJob } from "./jobs.ts";
import { getLogHead, headOf, headThatRefused } from "./log-heads.ts";
import { toLogItem, type LogItem } from "./log-item.ts";
import { cancellationCodes, retryConflicts } from "./retry-conflicts.ts";
import { transact, type TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

export interface JobSource {
  /** Spares a read. How old it is does not matter, because the fence tells. */
  readonly known?: JobRow | undefined;
  /** The head is then read before the write, which costs less than a write that a new watcher refuses. */
  readonly mayBeWatched?: boolean | undefined;
  readonly read?: () => Promise<JobRow>;
}

/**
 * Stores chunks in order up to the first that is refused, and declares `missing` keys. One transaction holds the
 * chunks and the fence: the head of the log is there and in this attempt, has the watchers that are known and is not
 * cancelled unless that is known; its summary is brought up to date. Answers the row with the new summary; throws
 * NOT_FOUND, JOB_CLOSED, STALE_ATTEMPT, FORBIDDEN, INVALID_REQUEST or LOG_CONFLICT.
 */
export async function putChunks(
  jobId: string,
  fence: Fence,
  chunks: readonly Chunk[],
  missing: readonly string[] = [],
  { known, mayBeWatched = false, read = () => existingJob(jobId) }: JobSource = {},
): Promise<JobRow> {
  let row = known ?? (await read());
  if (mayBeWatched) row = await followFence(row, await getLogHead(jobId), read);
  for (;;) {
    checkWriter(row, fence);
    checkKeys(row, fence, chunks, missing);
    const refused = await store(row, fence, chunks, missing);
    if (refused === "none") return { ...row, ...summaryAfter(row, chunks) };
    if (typeof refused === "object") {
      row = await followFence(row, refused.head, read);
      continue;
    }
    if (refused > 0) await putChunks(jobId, fence, chunks.slice(0, refused));
    const key = chunks[refused]?.key ?? "";
    throw new VintnerError("LOG_CONFLICT", `The log holds another chunk with the key ${key}.`, { extensions: { key } });
  }
}

interface FenceMoved {
  /** What it is now. */
  readonly head: LogHead | undefined;
}

/** Answers what was refused: nothing, the fence, or the index of the first chunk. */
async function store(
  row: JobRow,
  fence: Fence,
  chunks: readonly Chunk[],
  missing: readonly string[],
): Promise<"none" | FenceMoved | number> {
  const puts: TransactItem[] = chunks.map((chunk) => putItem(toLogItem(row.id, chunk)));
  try {
    const command = new TransactWriteCommand({ TransactItems: [...puts, fenceItem(row, fence, chunks, missing)] });
    await retryConflicts(() => documentClient.send(command));
    return "none";
  } catch (error) {
    const codes = cancellationCodes(error);
    const first = codes.indexOf("ConditionalCheckFailed");
    if (first === -1) throw error;
    return codes[puts.length] === "ConditionalCheckFailed" ? { head: headThatRefused(error, puts.length) } : first;
  }
}

function putItem(item: LogItem): TransactItem {
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

function fenceItem(row: JobRow, fence: Fence, chunks: readonly Chunk[], missing: readonly string[]): TransactItem {
  const update = new UpdateBuilder();
  const equals = (name: string, value: unknown) => update.when(`${update.name(name)} = ${update.value(value)}`);
  const absent = (name: string) => update.when(`attribute_not_exists(${update.name(name)})`);
  equals("attempt", fence.attempt);
  if (fence.jobTokenHash !== undefined) equals("job_token_hash", fence.jobTokenHash);
  if (!isCancelled(row)) absent("cancelled");
  if (row.log_watchers === undefined) absent("log_watchers");
  else equals("log_watchers", row.log_watchers);
  for (const [name, value] of Object.entries(summaryAfter(row, chunks) ?? {})) {
    update.set(name, value);
    update.when(`attribute_not_exists(${update.name(name)}) OR ${update.name(name)} <= ${update.value(value)}`);
  }
  update.add("log_missing", new Set(missing));
  const { UpdateExpression, ConditionExpression = "", ...placeholders } = update.build();
  const check = {
    ...headOf(row.id),
    ...placeholders,
    ConditionExpression,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  return UpdateExpression === undefined ? { ConditionCheck: check } : { Update: { ...check, UpdateExpression } };
}

/** The row with the fence as it is now: read again only where the writer may have to stop. */
async function followFence(row: JobRow, head: LogHead | undefined, read: () => Promise<JobRow>): Promise<JobRow> {
  const { attempt, job_token_hash, cancelled = false } = head ?? {};
  const isSameWriter = attempt === row.attempt && job_token_hash === row.job_token_hash;
  if (isSameWriter && cancelled === isCancelled(row)) return withLogHead(row, head);
  const now = await read();
  if (isDeepStrictEqual(fencedBy(now), fencedBy(row))) await mendFence(now);
  return now;
}

/** All of a job's row that a write of log is refused by. */
function fencedBy(row: JobRow): readonly unknown[] {
  return [row.attempt, row.job_token_hash, isCancelled(row), row.log_watchers, row.log_last_key, row.log_lines];
}

/** Lets the head follow a row that a version of Vintner without heads has made, or changed, and that is so still. */
async function mendFence({ id, attempt, job_token_hash }: JobRow): Promise<void> {
  const head = new UpdateBuilder().set("attempt", attempt);
  if (job_token_hash === undefined) head.remove("job_token_hash");
  else head.set("job_token_hash", job_token_hash);
  const token = job_token_hash === undefined ? { absent: ["job_token_hash"] as const } : { equals: { job_token_hash } };
  const isSo = jobUpdate({ when: { notClosed: true, attempt, ...token } }).build();
  await transact([
    { ConditionCheck: { TableName: tableName("jobs"), Key: { id }, ConditionExpression: "", ...isSo } },
    { Update: { ...headOf(id), UpdateExpression: "", ...head.build() } },
  ]);
}
