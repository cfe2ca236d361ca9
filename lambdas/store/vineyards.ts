import { GetCommand, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Vineyard } from "../contract/vine.ts";
import { documentClient, tableName } from "./client.ts";
import type { TransactItem } from "./transact.ts";
import { transact } from "./transact.ts";

/** Reads a vineyard, consistently. */
export async function getVineyard(id: string): Promise<Vineyard | undefined> {
  const command = new GetCommand({ TableName: tableName("vineyards"), Key: { id }, ConsistentRead: true });
  return (await documentClient.send(command)).Item as Vineyard | undefined;
}

/** Every vineyard, by name. A team has tens of them: one scan reads all. */
export async function listVineyards(): Promise<readonly Vineyard[]> {
  const input = {
    TableName: tableName("vineyards"),
    FilterExpression: "attribute_not_exists(vineyard_id)",
    ConsistentRead: true,
  };
  const rows: Vineyard[] = [];
  for await (const page of paginateScan({ client: documentClient }, input)) {
    rows.push(...((page.Items ?? []) as Vineyard[]));
  }
  return rows.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Writes a new vineyard, its name and what else belongs to it; false when the name is taken or `kept` is there. */
export async function createVineyard(row: Vineyard, kept: readonly TransactItem[]): Promise<boolean> {
  const TableName = tableName("vineyards");
  const ConditionExpression = "attribute_not_exists(id)";
  const name = { id: `name#${row.name}`, vineyard_id: row.id };
  return transact([
    { Put: { TableName, Item: row, ConditionExpression } },
    { Put: { TableName, Item: name, ConditionExpression } },
    ...kept,
  ]);
}
