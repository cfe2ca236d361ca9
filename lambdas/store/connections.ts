import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  paginateQuery,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { documentClient, tableName } from "./client.ts";
import type { Subscriber } from "./tickets.ts";

/** The sort key of the row that is the connection itself. */
const self = "#";
/** API Gateway ends a connection after 2 hours; its rows may go an hour later. */
const keptSeconds = 3 * 3600;

export async function addConnection(connectionId: string, who: Subscriber, now: Date): Promise<void> {
  await put(connectionId, self, now, { who });
}

/** Who is connected; undefined when the connection is not known. */
export async function connectedAs(connectionId: string): Promise<Subscriber | undefined> {
  const answer = await documentClient.send(
    new GetCommand({
      TableName: tableName("connections"),
      Key: { connection_id: connectionId, topic: self },
      ConsistentRead: true,
    }),
  );
  return answer.Item?.["who"] as Subscriber | undefined;
}

export async function addSubscription(connectionId: string, topic: string, now: Date): Promise<void> {
  await put(connectionId, topic, now, {});
}

export async function removeSubscription(connectionId: string, topic: string): Promise<void> {
  await documentClient.send(
    new DeleteCommand({ TableName: tableName("connections"), Key: { connection_id: connectionId, topic } }),
  );
}

/** The connections that are subscribed to a topic. */
export async function subscribersOf(topic: string): Promise<readonly string[]> {
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: tableName("connections"),
      IndexName: "by_topic",
      KeyConditionExpression: "topic = :topic",
      ExpressionAttributeValues: { ":topic": topic },
    },
  );
  const ids: string[] = [];
  for await (const page of pages) for (const item of page.Items ?? []) ids.push(String(item["connection_id"]));
  return ids;
}

/** Forgets a connection and all that it was subscribed to. */
export async function dropConnection(connectionId: string): Promise<void> {
  const TableName = tableName("connections");
  for (;;) {
    const { Items = [] } = await documentClient.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "connection_id = :id",
        ExpressionAttributeValues: { ":id": connectionId },
        ConsistentRead: true,
        // One batch holds 25.
        Limit: 25,
      }),
    );
    if (Items.length === 0) return;
    const requests = Items.map(({ connection_id, topic }) => ({ DeleteRequest: { Key: { connection_id, topic } } }));
    await documentClient.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  }
}

async function put(connectionId: string, topic: string, now: Date, rest: Record<string, unknown>): Promise<void> {
  const expires_at = Math.floor(now.getTime() / 1000) + keptSeconds;
  await documentClient.send(
    new PutCommand({
      TableName: tableName("connections"),
      Item: { connection_id: connectionId, topic, expires_at, ...rest },
    }),
  );
}
