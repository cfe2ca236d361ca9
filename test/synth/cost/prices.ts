import { join } from "node:path";
import * as z from "zod";
import { readJson } from "../template.ts";

const price = z.number().positive();
const schema = z.strictObject({
  region: z.literal("us-east-1"),
  asOf: z.string(),
  usd: z.strictObject({
    fargateArmVcpuHour: price,
    fargateArmGbHour: price,
    publicIpv4Hour: price,
    lambdaArmGbSecond: price,
    lambdaRequest: price,
    statesTransition: price,
    dynamoWriteUnit: price,
    dynamoReadUnit: price,
    httpApiRequest: price,
    webSocketMessage: price,
    logsGb: price,
    secretMonth: price,
    alarmMetricMonth: price,
    dashboardMonth: price,
    s3GbMonth: price,
  }),
});

/** AWS's list prices, without the free tier. */
export const prices = schema.parse(readJson(join(import.meta.dirname, "prices.json")));
