import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, paginateScan, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { CloudIdentityRow } from "../domain/cloud-identity-row.ts";
import { documentClient, tableName } from "./client.ts";
import { keepAnswer, type IdempotentRequest } from "./idempotency.ts";
import { isFree, refuseBusy } from "./locks.ts";
import { retryConflicts } from "./retry-conflicts.ts";
import { transact, type TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

/** Reads an identity, consistently. */
export async function getCloudIdentity(id: string): Promise<CloudIdentityRow | undefined> {
  const answer = await documentClient.send(
    new GetCommand({ TableName: tableName("cloudIdentities"), Key: { id }, ConsistentRead: true }),
  );
  return answer.Item as CloudIdentityRow | undefined;
}

/** Every identity, by name and id. A team has tens of them: one scan reads all. */
export async function listCloudIdentities(): Promise<readonly CloudIdentityRow[]> {
  const input = { TableName: tableName("cloudIdentities"), ConsistentRead: true };
  const rows: CloudIdentityRow[] = [];
  for await (const page of paginateScan({ client: documentClient }, input)) {
    rows.push(...((page.Items ?? []) as CloudIdentityRow[]));
  }
  return rows.sort((one, other) => (identityPlace(one) < identityPlace(other) ? -1 : 1));
}

/** Where an identity stands in the list; names need not be unique. */
export function identityPlace({ name, id }: Pick<CloudIdentityRow, "name" | "id">): string {
  return `${name}#${id}`;
}

/** Writes a new identity and, with a key, what every repeat of the request is answered. False when it was a repeat. */
export async function createCloudIdentity(
  row: CloudIdentityRow,
  once: { readonly request: IdempotentRequest; readonly answer: string; readonly now: Date } | undefined,
): Promise<boolean> {
  const Put = { TableName: tableName("cloudIdentities"), Item: row, ConditionExpression: "attribute_not_exists(id)" };
  const kept = once === undefined ? [] : [keepAnswer(once.request, once.answer, once.now)];
  return transact([{ Put }, ...kept]);
}

export interface CloudIdentityChange {
  readonly set?: Partial<Omit<CloudIdentityRow, "credentials">>;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly remove?: readonly (keyof CloudIdentityRow)[];
}

/** Changes an identity in one write; undefined when it is not there. */
export async function changeCloudIdentity(
  id: string,
  change: CloudIdentityChange,
): Promise<CloudIdentityRow | undefined> {
  const { UpdateExpression = "", ...rest } = updateOf(change);
  const TableName = tableName("cloudIdentities");
  const command = new UpdateCommand({ TableName, Key: { id }, UpdateExpression, ...rest, ReturnValues: "ALL_NEW" });
  try {
    const answer = await retryConflicts(() => documentClient.send(command));
    return answer.Attributes as CloudIdentityRow | undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Changes an identity that no job is open on, so that what a job proves is what it was asked about. */
export async function changeFreeCloudIdentity(row: CloudIdentityRow, change: CloudIdentityChange): Promise<void> {
  const { UpdateExpression = "", ...rest } = updateOf(change);
  await whileFree(row, {
    Update: { TableName: tableName("cloudIdentities"), Key: { id: row.id }, UpdateExpression, ...rest },
  });
}

/** Deletes an identity that no vine uses and no job is open on; IDENTITY_IN_USE or TARGET_BUSY otherwise. */
export async function deleteCloudIdentity(row: CloudIdentityRow): Promise<void> {
  const target = { TableName: tableName("cloudIdentities"), Key: { id: row.id } };
  await whileFree(row, { Delete: { ...target, ConditionExpression: "attribute_not_exists(vine_ids)" } });
}

function updateOf({ set = {}, credentials = {}, remove = [] }: CloudIdentityChange) {
  const update = new UpdateBuilder();
  for (const [name, value] of Object.entries(set)) if (value !== undefined) update.set(name, value);
  for (const [name, value] of Object.entries(credentials)) update.set(["credentials", name], value);
  for (const name of remove) update.remove(name);
  return update.when(`attribute_exists(${update.name("id")})`).build();
}

/** Writes unless a job is open on the identity; a job that was closed meanwhile is in the way no more. */
async function whileFree({ id, name }: CloudIdentityRow, write: TransactItem): Promise<void> {
  const target = { kind: "cloud_identity", id, name } as const;
  while (!(await transact([write, isFree(target)]))) {
    await refuseBusy(target);
    const now = await getCloudIdentity(id);
    if (now === undefined) throw new VintnerError("NOT_FOUND", "The identity is gone.");
    if ("Delete" in write) refuseUsed(now);
  }
}

function refuseUsed({ name, vine_ids: vines = new Set() }: CloudIdentityRow): void {
  if (vines.size === 0) return;
  const [first = "", ...others] = vines;
  const who = others.length === 0 ? `Vine ${first} uses` : `Vine ${first} and ${others.length} more use`;
  const detail = `${who} ${name}: delete what uses it first, or give it another cloud identity.`;
  throw new VintnerError("IDENTITY_IN_USE", detail, { extensions: { vine_id: first } });
}
