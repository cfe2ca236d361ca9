import { GetCommand, paginateScan, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { TendrilInstance, TendrilRow } from "../domain/tendril-row.ts";
import { documentClient, tableName } from "./client.ts";
import { retryConflicts } from "./retry-conflicts.ts";
import { sendUpdate } from "./send-update.ts";
import { transact, type TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

/** Reads a Tendril, registered or not, consistently. */
export async function getTendril(id: string): Promise<TendrilRow | undefined> {
  const item = await getItem(id);
  return item as TendrilRow | undefined;
}

/** The id of the Tendril that has this name, registered or not. */
export async function tendrilIdOf(name: string): Promise<string | undefined> {
  const item = await getItem(nameKey(name));
  return item?.["tendril_id"] as string | undefined;
}

async function getItem(id: string): Promise<Record<string, unknown> | undefined> {
  const answer = await documentClient.send(
    new GetCommand({ TableName: tableName("tendrils"), Key: { id }, ConsistentRead: true }),
  );
  return answer.Item;
}

/** Every registered Tendril, by name. A team has tens of them: one scan reads all. */
export async function listTendrils(): Promise<readonly TendrilRow[]> {
  const pages = paginateScan(
    { client: documentClient },
    {
      TableName: tableName("tendrils"),
      FilterExpression: "attribute_exists(registered_at)",
      ConsistentRead: true,
    },
  );
  const rows: TendrilRow[] = [];
  for await (const page of pages) rows.push(...((page.Items ?? []) as TendrilRow[]));
  return rows.sort((one, other) => (one.name < other.name ? -1 : 1));
}

export interface TendrilChange {
  readonly set?: Partial<TendrilRow>;
  readonly remove?: readonly (keyof TendrilRow)[];
  readonly setInstance?: { readonly id: string; readonly instance: TendrilInstance };
  readonly removeInstances?: readonly string[];
  readonly when?: { readonly equals?: Partial<TendrilRow>; readonly absent?: readonly (keyof TendrilRow)[] };
}

/** Changes a Tendril in one write; undefined when it is not there or `when` did not hold. */
export async function changeTendril(id: string, change: TendrilChange): Promise<TendrilRow | undefined> {
  const update = new UpdateBuilder();
  for (const [name, value] of Object.entries(change.set ?? {})) if (value !== undefined) update.set(name, value);
  for (const name of change.remove ?? []) update.remove(name);
  if (change.setInstance !== undefined) update.set(["instances", change.setInstance.id], change.setInstance.instance);
  for (const instance of change.removeInstances ?? []) update.remove(["instances", instance]);
  update.when(`attribute_exists(${update.name("id")})`);
  for (const [name, value] of Object.entries(change.when?.equals ?? {})) {
    update.when(`${update.name(name)} = ${update.value(value)}`);
  }
  for (const name of change.when?.absent ?? []) update.when(`attribute_not_exists(${update.name(name)})`);
  const target = { TableName: tableName("tendrils"), Key: { id } };
  return (await sendUpdate({ ...target, ...update.build() })) as TendrilRow | undefined;
}

/** Writes a new Tendril, its name and what else belongs to it; false when the name is taken or `kept` is there. */
export async function createTendril(row: TendrilRow, kept: readonly TransactItem[]): Promise<boolean> {
  const TableName = tableName("tendrils");
  const ConditionExpression = "attribute_not_exists(id)";
  return transact([
    { Put: { TableName, Item: { id: nameKey(row.name), tendril_id: row.id }, ConditionExpression } },
    { Put: { TableName, Item: row, ConditionExpression } },
    ...kept,
  ]);
}

/** Removes a Tendril: its token is not accepted from now on and its name is free. A repeat changes nothing. */
export async function removeTendril({ id, name }: Pick<TendrilRow, "id" | "name">): Promise<void> {
  const TableName = tableName("tendrils");
  const command = new TransactWriteCommand({
    TransactItems: [
      { Delete: { TableName, Key: { id } } },
      {
        Delete: {
          TableName,
          Key: { id: nameKey(name) },
          ConditionExpression: "attribute_not_exists(id) OR tendril_id = :tendril",
          ExpressionAttributeValues: { ":tendril": id },
        },
      },
    ],
  });
  await retryConflicts(() => documentClient.send(command));
}

/** The row that holds a name. */
export function nameKey(name: string): string {
  return `name#${name}`;
}
