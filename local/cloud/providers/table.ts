import * as z from "zod";
import { CloudError } from "../cloud-client.ts";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider } from "../../template/deploy.ts";

const schema = z.looseObject({
  TableName: z.string().optional(),
  TimeToLiveSpecification: z.looseObject({}).optional(),
});

/** What CreateTable and CloudFormation write alike; point-in-time recovery and the like mean nothing here. */
const createFields = [
  "AttributeDefinitions",
  "KeySchema",
  "BillingMode",
  "ProvisionedThroughput",
  "GlobalSecondaryIndexes",
  "LocalSecondaryIndexes",
  "StreamSpecification",
];

export function tableProvider(dynamoDb: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, account, physicalName }) {
      const { TableName = physicalName(255), TimeToLiveSpecification } = schema.parse(properties);
      const call = (action: string, body: object) =>
        dynamoDb.json("dynamodb", `DynamoDB_20120810.${action}`, { TableName, ...body }, region);
      const fields = createFields.filter((name) => properties[name] !== undefined);
      const shape = Object.fromEntries(fields.map((name) => [name, properties[name]]));
      if (!(await isMade(() => call("CreateTable", shape)))) await addIndexes(call, properties);
      if (TimeToLiveSpecification) await call("UpdateTimeToLive", { TimeToLiveSpecification }).catch(ifEnabled);
      return { ref: TableName, attributes: { Arn: `arn:aws:dynamodb:${region}:${account}:table/${TableName}` } };
    },
  };
}

/** The database is on disk: from the second start on, its tables are there. */
async function isMade(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (error instanceof CloudError && error.code === "ResourceInUseException") return false;
    throw error;
  }
}

type Call = (action: string, body: object) => Promise<Readonly<Record<string, unknown>>>;

const indexed = z.object({ GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string() })).default([]) });

/** What a newer version of the template has more of; its rows are indexed as they are. One index at a time. */
async function addIndexes(call: Call, properties: Readonly<Record<string, unknown>>): Promise<void> {
  const { Table } = await call("DescribeTable", {});
  const known = new Set(indexed.parse(Table).GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  const { AttributeDefinitions } = properties;
  for (const index of indexed.parse(properties).GlobalSecondaryIndexes) {
    if (known.has(index.IndexName)) continue;
    await call("UpdateTable", { AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: index }] });
  }
}

function ifEnabled(error: unknown): void {
  if (!(error instanceof CloudError) || !error.message.includes("already enabled")) throw error;
}
