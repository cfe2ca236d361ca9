import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { Target } from "../contract/job.ts";
import { documentClient, tableName } from "./client.ts";
import type { TransactItem } from "./transact.ts";

/** The job that holds a target, if one does. */
export async function holderOf(target: Pick<Target, "kind" | "id">): Promise<string | undefined> {
  const answer = await documentClient.send(
    new GetCommand({ TableName: tableName("locks"), Key: { lock_key: lockKey(target) }, ConsistentRead: true }),
  );
  return answer.Item?.["job_id"] as string | undefined;
}

/** Throws TARGET_BUSY when a job is open on the target. */
export async function refuseBusy(target: Target): Promise<void> {
  const holder = await holderOf(target);
  if (holder === undefined) return;
  const extensions = { job_id: holder };
  throw new VintnerError("TARGET_BUSY", `Job ${holder} is open on ${target.name}.`, { extensions });
}

/** The part of a transaction that holds only while no job is open on the target. */
export function isFree(target: Pick<Target, "kind" | "id">): TransactItem {
  const Key = { lock_key: lockKey(target) };
  const ConditionExpression = "attribute_not_exists(lock_key)";
  return { ConditionCheck: { TableName: tableName("locks"), Key, ConditionExpression } };
}

export function lockKey({ kind, id }: Pick<Target, "kind" | "id">): string {
  return `target#${kind}#${id}`;
}
