import * as z from "zod";
import type { ResourceProvider } from "../template/deploy.ts";
import type { EventBus } from "./event-bus.ts";

const propertiesSchema = z.looseObject({
  Name: z.string().optional(),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().optional(),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        Input: z.string().optional(),
        RetryPolicy: z.unknown().optional(),
        DeadLetterConfig: z.unknown().optional(),
      }),
    )
    .default([]),
});

/** AWS::Events::Rule. */
export function ruleProvider(bus: EventBus): ResourceProvider {
  return {
    create(request) {
      const properties = propertiesSchema.parse(request.properties);
      const name = properties.Name ?? request.physicalName(64);
      const arn = `arn:aws:events:${request.region}:${request.account}:rule/${name}`;
      if (properties.State !== "DISABLED") {
        bus.addRule({
          name,
          arn,
          ...(properties.EventPattern === undefined ? {} : { pattern: properties.EventPattern }),
          ...(properties.ScheduleExpression === undefined ? {} : { schedule: properties.ScheduleExpression }),
          targets: properties.Targets.map((target) => ({
            functionArn: target.Arn,
            ...(target.Input === undefined ? {} : { input: target.Input }),
          })),
        });
      }
      return Promise.resolve({ ref: name, attributes: { Arn: arn } });
    },
  };
}
