import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { JobRow } from "../domain/job-row.ts";
import { documentClient, tableName } from "./client.ts";
import { getJobs } from "./jobs.ts";

export interface JobPage {
  readonly items: readonly JobRow[];
  /** `feed_key` behind which the next page begins; undefined at the end. */
  readonly next: string | undefined;
}

/** A filter that finds little stops here and says where to go on, so that one request never reads the whole table. */
const readMax = 2000;
const readAtOnce = 100;

/** Jobs that match, newest first, from behind `before` on. */
export async function listJobs(
  matches: (row: JobRow) => boolean,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<JobPage> {
  const items: JobRow[] = [];
  let before = page.before;
  for (let read = 0; read < readMax;) {
    const { rows, more } = await rowsBefore(before);
    for (const row of rows) {
      before = row.feed_key;
      if (matches(row)) items.push(row);
      if (items.length > page.limit)
        return { items: items.slice(0, page.limit), next: items[page.limit - 1]?.feed_key };
    }
    if (!more) return { items, next: undefined };
    read += rows.length;
  }
  return { items, next: before };
}

async function rowsBefore(before: string | undefined): Promise<{ rows: readonly JobRow[]; more: boolean }> {
  const answer = await documentClient.send(
    new QueryCommand({
      TableName: tableName("jobs"),
      IndexName: "by_time",
      // `~` sorts behind every time.
      KeyConditionExpression: "feed = :feed AND feed_key < :before",
      ExpressionAttributeValues: { ":feed": "jobs", ":before": before ?? "~" },
      ScanIndexForward: false,
      Limit: readAtOnce,
    }),
  );
  const rows = await getJobs((answer.Items ?? []).map(({ id }) => String(id)));
  return { rows, more: answer.LastEvaluatedKey !== undefined };
}
