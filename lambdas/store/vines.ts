import { GetCommand, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Target } from "../contract/job.ts";
import { vineName, type VineRow } from "../domain/vine-row.ts";
import { documentClient, tableName } from "./client.ts";
import { isFree } from "./locks.ts";
import { transact, type TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

/** Reads a vine, consistently. */
export async function getVine(id: string): Promise<VineRow | undefined> {
  return (await getItem(id)) as VineRow | undefined;
}

/** The vine that has the project and stage of this one in its vineyard. */
export async function vineIdOf(named: VineNamed): Promise<string | undefined> {
  return (await getItem(nameKey(named)))?.["vine_id"] as string | undefined;
}

async function getItem(id: string): Promise<Record<string, unknown> | undefined> {
  const command = new GetCommand({ TableName: tableName("vines"), Key: { id }, ConsistentRead: true });
  return (await documentClient.send(command)).Item;
}

/** Every vine, or every one of a vineyard, by project and stage. A team has hundreds of them: one scan reads all. */
export async function listVines(vineyardId: string | undefined): Promise<readonly VineRow[]> {
  const all = {
    TableName: tableName("vines"),
    FilterExpression: "attribute_not_exists(vine_id)",
    ConsistentRead: true,
  };
  const rows: VineRow[] = [];
  for await (const page of paginateScan({ client: documentClient }, all)) {
    rows.push(...((page.Items ?? []) as VineRow[]));
  }
  return rows
    .filter((row) => vineyardId === undefined || row.vineyard_id === vineyardId)
    .sort((one, other) => (vinePlace(one) < vinePlace(other) ? -1 : 1));
}

/** Where a vine stands in the list; two vineyards may have the same project and stage. */
export function vinePlace({ project_name, environment_stage, id }: VineRow): string {
  return `${project_name}#${environment_stage}#${id}`;
}

/**
 * Writes a new vine, its name, its place at its identity and what else belongs to it. False when its name is taken, its
 * identity is gone or `kept` is there.
 */
export async function createVine(row: VineRow, kept: readonly TransactItem[]): Promise<boolean> {
  const Put = { TableName: tableName("vines"), Item: row, ConditionExpression: "attribute_not_exists(id)" };
  return transact([{ Put }, takeName(row), enter(row), ...kept]);
}

/** Writes what a person says of a vine. False when it is not as it was read or what `createVine` and `isFree` name. */
export async function changeVine(row: VineRow, changed: VineRow): Promise<boolean> {
  const { vineyard_id, cloud_identity_id, project_name, environment_stage, region, config, config_hash } = changed;
  const said = { vineyard_id, cloud_identity_id, project_name, environment_stage, region, config, config_hash };
  const update = new UpdateBuilder();
  for (const [name, value] of Object.entries({ ...said, updated_at: changed.updated_at })) update.set(name, value);
  const { UpdateExpression = "", ...rest } = whileAsRead(update, row).build();
  return transact([
    { Update: { TableName: tableName("vines"), Key: { id: row.id }, UpdateExpression, ...rest } },
    isFree(vineTarget(row)),
    ...(nameKey(row) === nameKey(changed) ? [] : [freeName(row), takeName(changed)]),
    ...(row.cloud_identity_id === cloud_identity_id ? [] : [leave(row), enter(changed)]),
  ]);
}

/** Deletes a vine. False when it is not as it was read or a job is open on it. */
export async function deleteVine(row: VineRow): Promise<boolean> {
  const { UpdateExpression: _none, ...condition } = whileAsRead(new UpdateBuilder(), row).build();
  return transact([
    { Delete: { TableName: tableName("vines"), Key: { id: row.id }, ...condition } },
    isFree(vineTarget(row)),
    freeName(row),
    leave(row),
  ]);
}

/** A plan of the vine has succeeded. Nothing happens to a vine that is gone. */
export async function markPlanned(id: string): Promise<void> {
  const update = new UpdateBuilder().set("status", "PLANNED");
  const { UpdateExpression = "", ...rest } = update.when(`attribute_exists(${update.name("id")})`).build();
  await transact([{ Update: { TableName: tableName("vines"), Key: { id }, UpdateExpression, ...rest } }]);
}

/** What a vine's job is about. */
export function vineTarget(row: VineRow): Target {
  return { kind: "vine", id: row.id, name: vineName(row) };
}

/** Its name and identity, which rows elsewhere repeat, are those that were read. */
function whileAsRead(update: UpdateBuilder, row: VineRow): UpdateBuilder {
  for (const name of ["vineyard_id", "project_name", "environment_stage", "cloud_identity_id"] as const) {
    update.when(`${update.name(name)} = ${update.value(row[name])}`);
  }
  return update;
}

type VineNamed = Pick<VineRow, "vineyard_id" | "project_name" | "environment_stage">;

/** The row that holds a name. No part of it may hold a `#`. */
function nameKey({ vineyard_id, project_name, environment_stage }: VineNamed): string {
  return `name#${vineyard_id}#${project_name}#${environment_stage}`;
}

function takeName(row: VineRow): TransactItem {
  const Item = { id: nameKey(row), vine_id: row.id };
  return { Put: { TableName: tableName("vines"), Item, ConditionExpression: "attribute_not_exists(id)" } };
}

function freeName(row: VineRow): TransactItem {
  return { Delete: { TableName: tableName("vines"), Key: { id: nameKey(row) } } };
}

/** Enters a vine at its identity, which can then not be deleted. */
function enter(row: VineRow): TransactItem {
  return atIdentity(row, "ADD");
}

function leave(row: VineRow): TransactItem {
  return atIdentity(row, "DELETE");
}

function atIdentity({ id, cloud_identity_id }: VineRow, verb: "ADD" | "DELETE"): TransactItem {
  return {
    Update: {
      TableName: tableName("cloudIdentities"),
      Key: { id: cloud_identity_id },
      UpdateExpression: `${verb} vine_ids :vines`,
      ConditionExpression: "attribute_exists(id)",
      ExpressionAttributeValues: { ":vines": new Set([id]) },
    },
  };
}
