import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readEnvironment } from "../contract/environment.ts";
import type { TableName } from "../contract/tables.ts";

/** Region and endpoint come from the SDK's own variables, which is how the same code meets DynamoDB Local. */
export const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

/** The physical name of a table, as the construct gave it to this function. */
export function tableName(name: TableName): string {
  const variable = `${name}Table` as const;
  return readEnvironment([variable])[variable];
}
