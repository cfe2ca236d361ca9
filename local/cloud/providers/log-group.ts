import * as z from "zod";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider } from "../../template/deploy.ts";

const schema = z.looseObject({ LogGroupName: z.string().optional(), RetentionInDays: z.coerce.number().optional() });

export function logGroupProvider(moto: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, account, physicalName }) {
      const { LogGroupName: logGroupName = physicalName(512), RetentionInDays } = schema.parse(properties);
      const call = (action: string, body: object) =>
        moto.json("logs", `Logs_20140328.${action}`, { logGroupName, ...body }, region);
      await call("CreateLogGroup", {});
      if (RetentionInDays !== undefined) await call("PutRetentionPolicy", { retentionInDays: RetentionInDays });
      return {
        ref: logGroupName,
        attributes: { Arn: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*` },
      };
    },
  };
}
