import { randomBytes } from "node:crypto";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { variables } from "../lambdas/contract/environment.ts";
import { tables, type IndexShape, type TableShape } from "../lambdas/contract/tables.ts";

/** The variable by which test files learn where DynamoDB Local is. */
export const sharedDynamoDb = "VINTNER_TEST_DYNAMODB";

export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Where the DynamoDB Local of this run is, and a key that it has seen nobody use: each has tables of its own. */
export function ownTables(): { readonly url: string; readonly accessKeyId: string } {
  const url = process.env[sharedDynamoDb];
  if (url === undefined) throw new Error("DynamoDB Local is started by Jest's global set-up, which did not run");
  return { url, accessKeyId: `own${randomBytes(8).toString("hex")}` };
}

/**
 * Creates the contract's tables in the DynamoDB Local of this run, for this test file alone, and points this process at
 * them by the variables that Lambdas have too. Call it in `beforeAll`, and `stop` in `afterAll`.
 */
export async function startDynamoDb(): Promise<DynamoDb> {
  const { url: endpoint, accessKeyId } = ownTables();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: "local",
  });
  const client = new DynamoDBClient();
  const names = Object.values(tables).map(({ name }) => name);
  for (const [key, shape] of Object.entries(tables)) {
    process.env[variables[`${key as keyof typeof tables}Table`]] = shape.name;
    await createTable(client, shape);
  }
  return {
    endpoint,
    async stop() {
      for (const TableName of names) await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
    },
  };
}

async function createTable(client: DynamoDBClient, shape: TableShape): Promise<void> {
  const indexes = Object.entries(shape.indexes);
  const keys = [shape, ...Object.values(shape.indexes)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  const names = [...new Set(keys.filter((key) => key !== undefined))];
  await client.send(
    new CreateTableCommand({
      TableName: shape.name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: keySchema(shape),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
          IndexName,
          KeySchema: keySchema(index),
          Projection: projectionOf(index),
        })),
      }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName: shape.name });
}

function keySchema({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey?: string }) {
  const hash = { AttributeName: partitionKey, KeyType: "HASH" as const };
  return sortKey === undefined ? [hash] : [hash, { AttributeName: sortKey, KeyType: "RANGE" as const }];
}

function projectionOf({ holds }: IndexShape) {
  if (holds === undefined) return { ProjectionType: "KEYS_ONLY" as const };
  return { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...holds] };
}
