import * as z from "zod";
import type { ResourceProvider, ResourceProviders } from "../template/deploy.ts";
import type { Assembly } from "../template/assembly.ts";
import type { FunctionHost } from "./function-host.ts";

const propertiesSchema = z.looseObject({
  FunctionName: z.string().optional(),
  Code: z.looseObject({ S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.coerce.string()).optional() }).optional(),
});

/** AWS::Lambda::*. Custom resources' own functions are registered too; nobody calls them here. */
export function functionProviders(host: FunctionHost, assembly: Assembly): ResourceProviders {
  const nothing: ResourceProvider = { create: (request) => Promise.resolve({ ref: request.logicalId }) };
  return {
    "AWS::Lambda::Function": {
      create(request) {
        const properties = propertiesSchema.parse(request.properties);
        const name = properties.FunctionName ?? request.physicalName(64);
        const arn = `arn:aws:lambda:${request.region}:${request.account}:function:${name}`;
        const hash = properties.Code.S3Key.replace(/^.*\//, "").replace(/\.\w+$/, "");
        const codeDir = assembly.fileAsset(hash);
        if (codeDir === undefined) throw new Error(`${request.logicalId}: the assembly has no asset ${hash}`);
        host.register({
          name,
          arn,
          codeDir,
          handler: properties.Handler,
          timeoutSeconds: properties.Timeout,
          memoryMegabytes: properties.MemorySize,
          environment: properties.Environment?.Variables ?? {},
          roleArn: properties.Role,
        });
        return Promise.resolve({ ref: name, attributes: { Arn: arn } });
      },
    },
    "AWS::Lambda::Permission": nothing,
    "AWS::Lambda::EventInvokeConfig": nothing,
    "AWS::Lambda::LayerVersion": nothing,
  };
}
