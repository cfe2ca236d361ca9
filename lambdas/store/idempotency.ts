import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { limits } from "../contract/limits.ts";
import { documentClient, tableName } from "./client.ts";

/** A creating request that is to be answered once: its key, of one person, and what it asks for. */
export interface IdempotentRequest {
  readonly user: string;
  readonly key: string;
  readonly requestHash: string;
}

export interface KeptAnswer {
  readonly requestHash: string;
  /** The answer's body, byte for byte. */
  readonly answer: string;
}

/** What was answered to this key before, if that was within 24 hours. DynamoDB deletes late, so the time counts. */
export async function keptAnswer(request: IdempotentRequest, now: Date): Promise<KeptAnswer | undefined> {
  const command = new GetCommand({
    TableName: tableName("idempotency"),
    Key: { idempotency_key: rowKey(request) },
    ConsistentRead: true,
  });
  const { Item: item } = await documentClient.send(command);
  if (item === undefined || Number(item["expires_at"]) <= seconds(now)) return undefined;
  return { requestHash: String(item["request_hash"]), answer: String(item["answer"]) };
}

/** The part of a transaction that keeps an answer, unless there is one. */
export function keepAnswer(request: IdempotentRequest, answer: string, now: Date) {
  return {
    Put: {
      TableName: tableName("idempotency"),
      Item: {
        idempotency_key: rowKey(request),
        request_hash: request.requestHash,
        answer,
        expires_at: seconds(now) + limits.idempotencyKeyHours * 3600,
      },
      ConditionExpression: "attribute_not_exists(idempotency_key) OR expires_at <= :now",
      ExpressionAttributeValues: { ":now": seconds(now) },
    },
  };
}

/** Puts another answer in the place of a kept one, for the repeats that are still to come. */
export async function replaceAnswer(request: IdempotentRequest, answer: string): Promise<void> {
  await documentClient.send(
    new UpdateCommand({
      TableName: tableName("idempotency"),
      Key: { idempotency_key: rowKey(request) },
      UpdateExpression: "SET answer = :answer",
      ConditionExpression: "attribute_exists(idempotency_key)",
      ExpressionAttributeValues: { ":answer": answer },
    }),
  );
}

function rowKey({ user, key }: IdempotentRequest): string {
  return `${encodeURIComponent(user)}#${key}`;
}

function seconds(now: Date): number {
  return Math.floor(now.getTime() / 1000);
}
