import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readEnvironment } from "../contract/environment.ts";
import type { TableName } from "../contract/tables.ts";

/** Region and endpoint come from the SDK's own variables, which is how the same code meets DynamoDB Local. */
export const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

const variableOf = {
  jobs: "jobsTable",
  jobLogs: "jobLogsTable",
  locks: "locksTable",
  idempotency: "idempotencyTable",
  tendrils: "tendrilsTable",
  connections: "connectionsTable",
  tickets: "ticketsTable",
  cloudIdentities: "cloudIdentitiesTable",
  vines: "vinesTable",
  vineyards: "vineyardsTable",
  cloudResources: "cloudResourcesTable",
} as const satisfies Record<TableName, string>;

/** The physical name of a table, as the construct gave it to this function. */
export function tableName(name: TableName): string {
  const variable = variableOf[name];
  return readEnvironment([variable])[variable];
}
