import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { DeleteCommand, paginateQuery, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ResourceKind, ResourceList, Resources } from "../contract/resources.ts";
import { documentClient, tableName } from "./client.ts";

/** An item may have 400 KB. */
const partMaxBytes = 350 * 1024;

interface PartItem {
  readonly cloud_identity_id: string;
  /** `<job id>#<kind>#<number of the part>`. */
  readonly part: string;
  readonly kind: ResourceKind;
  /** How many parts the list has. */
  readonly parts: number;
  readonly bytes: Uint8Array;
}

/** Writes what a job found, in parts that fit into items. It is shown once the identity names the job. */
export async function putResources(identityId: string, jobId: string, resources: Resources): Promise<void> {
  // A retried state writes again, and maybe fewer parts.
  await drop(identityId, `${jobId}#`);
  for (const [kind, list] of Object.entries(resources) as [ResourceKind, ResourceList][]) {
    const packed = await promisify(gzip)(JSON.stringify(list));
    const parts = Math.ceil(packed.length / partMaxBytes);
    for (let part = 0; part < parts; part += 1) {
      const Item: PartItem = {
        cloud_identity_id: identityId,
        part: `${jobId}#${kind}#${String(part).padStart(4, "0")}`,
        kind,
        parts,
        bytes: packed.subarray(part * partMaxBytes, (part + 1) * partMaxBytes),
      };
      await documentClient.send(new PutCommand({ TableName: tableName("cloudResources"), Item }));
    }
  }
}

/** What a job found, as far as it is kept whole: a later job may just be putting its own in this place. */
export async function readResources(identityId: string, jobId: string): Promise<Resources> {
  const found = await Array.fromAsync(partsOf(identityId, `${jobId}#`));
  const lists: Partial<Record<ResourceKind, ResourceList>> = {};
  for (const { kind, parts } of found) {
    const bytes = found.filter((part) => part.kind === kind).map((part) => part.bytes);
    if (bytes.length < parts || kind in lists) continue;
    const text = await promisify(gunzip)(Buffer.concat(bytes));
    lists[kind] = JSON.parse(text.toString("utf8")) as ResourceList;
  }
  return lists;
}

/** Deletes what was found before, but for what the named job found. */
export function dropResources(identityId: string, except?: string): Promise<void> {
  return drop(identityId, undefined, except);
}

async function drop(identityId: string, prefix: string | undefined, except?: string): Promise<void> {
  for await (const { part } of partsOf(identityId, prefix)) {
    if (except !== undefined && part.startsWith(`${except}#`)) continue;
    const Key = { cloud_identity_id: identityId, part };
    await documentClient.send(new DeleteCommand({ TableName: tableName("cloudResources"), Key }));
  }
}

async function* partsOf(identityId: string, prefix?: string): AsyncGenerator<PartItem> {
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: tableName("cloudResources"),
      KeyConditionExpression: `cloud_identity_id = :id${prefix === undefined ? "" : " AND begins_with(part, :prefix)"}`,
      ExpressionAttributeValues: { ":id": identityId, ...(prefix !== undefined && { ":prefix": prefix }) },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield* (page.Items ?? []) as PartItem[];
}
