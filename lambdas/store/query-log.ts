import { QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { documentClient, tableName } from "./client.ts";
import type { LogItem } from "./log-item.ts";

export type LogRange = Omit<QueryCommandInput, "TableName">;

/** One page of the log's table, consistent; a page ends at 1 MB or at `Limit`. */
export async function queryLog(range: LogRange): Promise<readonly LogItem[]> {
  const page = await documentClient.send(
    new QueryCommand({ ...range, TableName: tableName("jobLogs"), ConsistentRead: true }),
  );
  return (page.Items ?? []) as LogItem[];
}

/** The keys from `low` to `high`, both included. */
export function between(jobId: string, low: string, high: string): LogRange {
  return {
    KeyConditionExpression: "#job = :job AND #key BETWEEN :low AND :high",
    ExpressionAttributeNames: { "#job": "job_id", "#key": "key" },
    ExpressionAttributeValues: { ":job": jobId, ":low": low, ":high": high },
  };
}

/** The whole log: `:` sorts behind every digit. */
export function wholeLog(jobId: string): LogRange {
  return between(jobId, "0", ":");
}

/** One step, given as `<attempt:2>.<step:2>`: `/` sorts behind the dot that follows. */
export function wholeStep(jobId: string, step: string): LogRange {
  return between(jobId, `${step}.`, `${step}/`);
}

/** What comes behind a key; from the start when there is none. */
export function behind(jobId: string, key: string | undefined): LogRange {
  return between(jobId, `${key ?? ""}.`, ":");
}
