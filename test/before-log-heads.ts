import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { JobRow } from "../lambdas/domain/job-row.ts";
import { documentClient, tableName } from "../lambdas/store/client.ts";

/** Makes of a job what a version without log heads leaves: all is in the job's row, `more` with it. */
export async function writeAsBeforeLogHeads(id: string, more: Partial<JobRow>): Promise<void> {
  await documentClient.send(new DeleteCommand({ TableName: tableName("logHeads"), Key: { job_id: id } }));
  const { Item } = await documentClient.send(new GetCommand({ TableName: tableName("jobs"), Key: { id } }));
  await documentClient.send(new PutCommand({ TableName: tableName("jobs"), Item: { ...Item, ...more } }));
}
