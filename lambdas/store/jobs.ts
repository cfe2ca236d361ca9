import {
  BatchGetCommand,
  paginateQuery,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
} from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { JobRow } from "../domain/job-row.ts";
import { withLogHead, type LogHead } from "../domain/log-head.ts";
import { documentClient, tableName } from "./client.ts";
import { jobUpdate, logHeadItem, type JobChange } from "./job-update.ts";
import { getLogHead } from "./log-heads.ts";
import { sendUpdate } from "./send-update.ts";
import { transact } from "./transact.ts";

export type { JobChange } from "./job-update.ts";

/** One BatchGetItem takes 100 items, and a job is two. */
const batchGetMax = 50;

/** Reads a job, consistently. */
export async function getJob(id: string): Promise<JobRow | undefined> {
  const [row] = await getJobs([id]);
  return row;
}

/** Reads a job as `getJob` does; throws NOT_FOUND where there is none. */
export async function existingJob(id: string): Promise<JobRow> {
  const row = await getJob(id);
  if (row === undefined) throw new VintnerError("NOT_FOUND", "There is no such job");
  return row;
}

/**
 * Changes a job in one write, and in the same transaction what the head of its log has of that; answers the whole row as
 * it is then or soon after, or undefined when `when` did not hold.
 */
export async function changeJob(id: string, change: JobChange): Promise<JobRow | undefined> {
  const update = { TableName: tableName("jobs"), Key: { id }, ...jobUpdate(change).build() };
  const head = logHeadItem(id, change);
  if (head !== undefined) {
    const Update = { UpdateExpression: "", ...update };
    return (await transact([{ Update }, head])) ? getJob(id) : undefined;
  }
  const [row, known] = await Promise.all([sendUpdate(update), getLogHead(id)]);
  return row && withLogHead(row as unknown as JobRow, known);
}

interface Parts {
  readonly row: JobRow;
  readonly head: LogHead | undefined;
}

/** Reads jobs, consistently, in the order of their ids. Those that are gone are left out. */
export async function getJobs(ids: readonly string[]): Promise<readonly JobRow[]> {
  const found = await partsOf(ids);
  // A batch is not one moment: a job that was closed in it is read again. One from before there were heads has none.
  const torn = [...found.values()].filter(({ row, head }) => row.open !== undefined && head === undefined);
  for (const [id, parts] of await partsOf(torn.map(({ row }) => row.id))) found.set(id, parts);
  return ids.flatMap((id) => {
    const parts = found.get(id);
    return parts === undefined ? [] : withLogHead(parts.row, parts.head);
  });
}

async function partsOf(ids: readonly string[]): Promise<Map<string, Parts>> {
  const [jobs, logHeads] = [tableName("jobs"), tableName("logHeads")];
  const rows: JobRow[] = [];
  const heads = new Map<string, LogHead>();
  for (let start = 0; start < ids.length; start += batchGetMax) {
    const wanted = ids.slice(start, start + batchGetMax);
    let keys: NonNullable<BatchGetCommandInput["RequestItems"]> = {
      [jobs]: { Keys: wanted.map((id) => ({ id })), ConsistentRead: true },
      [logHeads]: { Keys: wanted.map((job_id) => ({ job_id })), ConsistentRead: true },
    };
    while (Object.keys(keys).length > 0) {
      const answer: BatchGetCommandOutput = await documentClient.send(new BatchGetCommand({ RequestItems: keys }));
      const { Responses = {}, UnprocessedKeys = {} } = answer;
      rows.push(...((Responses[jobs] ?? []) as JobRow[]));
      for (const head of (Responses[logHeads] ?? []) as LogHead[]) heads.set(head.job_id, head);
      keys = UnprocessedKeys;
    }
  }
  return new Map(rows.map((row) => [row.id, { row, head: heads.get(row.id) }]));
}

/** Every job that is not closed, oldest first; the index that names them lags by moments. */
export async function listOpenJobs(): Promise<readonly JobRow[]> {
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: tableName("jobs"),
      IndexName: "by_open",
      KeyConditionExpression: "#open = :open",
      ExpressionAttributeNames: { "#open": "open" },
      ExpressionAttributeValues: { ":open": "open" },
    },
  );
  const ids: string[] = [];
  for await (const page of pages) for (const item of page.Items ?? []) ids.push(String(item["id"]));
  return (await getJobs(ids)).filter(({ open }) => open !== undefined);
}
