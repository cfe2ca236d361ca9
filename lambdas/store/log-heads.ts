import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { LogHead } from "../domain/log-head.ts";
import { documentClient, tableName } from "./client.ts";

/** Where the head of a job's log is. */
export function headOf(jobId: string): { readonly TableName: string; readonly Key: { readonly job_id: string } } {
  return { TableName: tableName("logHeads"), Key: { job_id: jobId } };
}

/** Reads the head of a job's log, consistently; a closed job has none. */
export async function getLogHead(jobId: string): Promise<LogHead | undefined> {
  const answer = await documentClient.send(new GetCommand({ ...headOf(jobId), ConsistentRead: true }));
  return answer.Item as LogHead | undefined;
}

/** The head by which the given part of a transaction was refused, if there is one. */
export function headThatRefused(error: unknown, part: number): LogHead | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  // The document client translates what is answered, not what an error has.
  const item = error.CancellationReasons?.[part]?.Item;
  return item && (unmarshall(item) as LogHead);
}
