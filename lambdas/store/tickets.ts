import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Group } from "../contract/person.ts";
import { hashToken } from "../domain/tokens.ts";
import { documentClient, tableName } from "./client.ts";

/** Who opens a WebSocket. A worker (a Tendril, or `platform`) hears of its own work only. */
export type Subscriber =
  | { readonly kind: "person"; readonly name: string; readonly group: Group }
  | { readonly kind: "worker"; readonly id: string };

export interface Ticket {
  readonly who: Subscriber;
  /** The only Origin that may use it; null for one that a client without an Origin asked for. */
  readonly origin: string | null;
  /** RFC 3339. */
  readonly expires_at: string;
}

/** Keeps a ticket, by its hash. */
export async function putTicket(secret: string, ticket: Ticket): Promise<void> {
  const { who, origin, expires_at: valid_until } = ticket;
  const expires_at = Math.ceil(Date.parse(valid_until) / 1000);
  await documentClient.send(
    new PutCommand({
      TableName: tableName("tickets"),
      Item: { ticket_hash: hashToken(secret), who, origin, valid_until, expires_at },
    }),
  );
}

/** Takes a ticket out of the table: of two that come with it, one gets it. Whether it is still valid is the caller's. */
export async function takeTicket(secret: string): Promise<Ticket | undefined> {
  const command = new DeleteCommand({
    TableName: tableName("tickets"),
    Key: { ticket_hash: hashToken(secret) },
    // Without it, DynamoDB Local gives the old row to both of two that delete it at once.
    ConditionExpression: "attribute_exists(ticket_hash)",
    ReturnValues: "ALL_OLD",
  });
  try {
    const { Attributes } = await documentClient.send(command);
    // The table holds what `putTicket` wrote.
    const item = Attributes as { who: Subscriber; origin: string | null; valid_until: string } | undefined;
    return item && { who: item.who, origin: item.origin, expires_at: item.valid_until };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
