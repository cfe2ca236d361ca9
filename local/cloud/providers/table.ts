import * as z from "zod";
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
      await call("CreateTable", Object.fromEntries(fields.map((name) => [name, properties[name]])));
      if (TimeToLiveSpecification) await call("UpdateTimeToLive", { TimeToLiveSpecification });
      return { ref: TableName, attributes: { Arn: `arn:aws:dynamodb:${region}:${account}:table/${TableName}` } };
    },
  };
}
