import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Target } from "../contract/job.ts";
import { documentClient, tableName } from "./client.ts";

/** The job that holds a target, if one does. */
export async function holderOf(target: Pick<Target, "kind" | "id">): Promise<string | undefined> {
  const answer = await documentClient.send(
    new GetCommand({ TableName: tableName("locks"), Key: { lock_key: lockKey(target) }, ConsistentRead: true }),
  );
  return answer.Item?.["job_id"] as string | undefined;
}

export function lockKey({ kind, id }: Pick<Target, "kind" | "id">): string {
  return `target#${kind}#${id}`;
}
