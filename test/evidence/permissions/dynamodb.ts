import type { AwsCall } from "../../../local/cloud/aws-call.ts";
import { arn, jsonBody, need } from "./need.ts";
import type { Need, Needs } from "./need.ts";

const single = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "DescribeTable"];
const actionOfPart: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/** A transaction needs what its parts need; an index is a resource of its own. */
export const dynamoDbNeeds: Needs = (call) => {
  const body = jsonBody(call);
  if (single.includes(call.action)) {
    return [onTable(call, call.action, String(body["TableName"]), body["IndexName"])];
  }
  if (call.action.startsWith("Batch")) {
    const tables = Object.keys(body["RequestItems"] as object);
    return tables.map((table) => onTable(call, call.action, table));
  }
  if (call.action.startsWith("Transact")) {
    const parts = body["TransactItems"] as Readonly<Record<string, { readonly TableName: string }>>[];
    return parts.flatMap((part) =>
      Object.entries(part).map(([kind, { TableName }]) => onTable(call, actionOfPart[kind] ?? kind, TableName)),
    );
  }
  return undefined;
};

function onTable(call: AwsCall, action: string, table: string, index?: unknown): Need {
  const name = table.split("/").at(-1) ?? table;
  const resource = typeof index === "string" ? `table/${name}/index/${index}` : `table/${name}`;
  return need(`dynamodb:${action}`, arn(call, "dynamodb", resource));
}
