import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { tables, type TableName, type TableShape } from "../contract/tables.ts";
import { documentClient, tableName } from "./client.ts";

/** Reads one key of every table; throws when a table does not answer. */
export async function checkTables(): Promise<void> {
  await Promise.all((Object.keys(tables) as TableName[]).map(checkTable));
}

async function checkTable(name: TableName): Promise<void> {
  const { partitionKey, sortKey }: TableShape = tables[name];
  const Key = { [partitionKey]: "healthz", ...(sortKey !== undefined && { [sortKey]: "healthz" }) };
  await documentClient.send(new GetCommand({ TableName: tableName(name), Key }));
}
