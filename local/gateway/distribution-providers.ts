import { basename } from "node:path";
import * as z from "zod";
import type { Assembly } from "../template/assembly.ts";
import type { ResourceProvider, ResourceProviders } from "../template/deploy.ts";
import type { Behavior } from "./distribution.ts";
import type { Gateway } from "./gateway.ts";
import { responseHeaders } from "./response-headers.ts";

const behaviorSchema = z.looseObject({
  PathPattern: z.string().optional(),
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(["GET", "HEAD"]),
  FunctionAssociations: z.array(z.looseObject({ EventType: z.string(), FunctionARN: z.string() })).default([]),
  ResponseHeadersPolicyId: z.string().optional(),
});
const distributionSchema = z.looseObject({
  DistributionConfig: z.looseObject({
    DefaultRootObject: z.string().default("index.html"),
    DefaultCacheBehavior: behaviorSchema,
    CacheBehaviors: z.array(behaviorSchema).default([]),
    Origins: z.array(z.looseObject({ Id: z.string(), DomainName: z.string(), S3OriginConfig: z.unknown().optional() })),
  }),
});
const functionSchema = z.looseObject({ FunctionCode: z.string() });
const headersSchema = z.looseObject({ ResponseHeadersPolicyConfig: z.unknown() });
const deploymentSchema = z.looseObject({
  SourceObjectKeys: z.array(z.string()),
  DestinationBucketName: z.string(),
  Exclude: z.array(z.string()).default([]),
  Include: z.array(z.string()).default([]),
  SystemMetadata: z.looseObject({ "cache-control": z.string().optional() }).optional(),
});

/** AWS::CloudFront::* and Custom::CDKBucketDeployment: the dashboard's files, headers and routing. */
export function distributionProviders(
  gateway: Gateway,
  assembly: Assembly,
  /** Where S3 answers on this machine. */
  bucketsAt: string,
): ResourceProviders {
  const functions = new Map<string, string>();
  const policies = new Map<string, Readonly<Record<string, string>>>();
  const named: ResourceProvider = {
    create: (request) => Promise.resolve({ ref: request.logicalId, attributes: { Id: request.logicalId } }),
  };
  function behaviorOf(source: z.infer<typeof behaviorSchema>, origin: Behavior["origin"]): Behavior {
    const association = source.FunctionAssociations.find(({ EventType }) => EventType === "viewer-request");
    const policy = source.ResponseHeadersPolicyId;
    const headers = policy === undefined ? {} : policies.get(policy);
    if (headers === undefined) throw new Error(`The response headers policy ${policy} is not known to the local stack`);
    return {
      pathPattern: source.PathPattern ?? "*",
      methods: source.AllowedMethods,
      origin,
      functionCode: association && functions.get(association.FunctionARN),
      headers,
    };
  }

  return {
    "AWS::CloudFront::Function": {
      create(request) {
        const arn = `arn:aws:cloudfront::${request.account}:function/${request.logicalId}`;
        functions.set(arn, functionSchema.parse(request.properties).FunctionCode);
        return Promise.resolve({ ref: arn, attributes: { FunctionARN: arn, "FunctionMetadata.FunctionARN": arn } });
      },
    },
    "AWS::CloudFront::ResponseHeadersPolicy": {
      create(request) {
        const { ResponseHeadersPolicyConfig } = headersSchema.parse(request.properties);
        policies.set(request.logicalId, responseHeaders(ResponseHeadersPolicyConfig, bucketsAt));
        return Promise.resolve({ ref: request.logicalId, attributes: { Id: request.logicalId } });
      },
    },
    "AWS::CloudFront::OriginAccessControl": named,
    "AWS::CloudFront::CachePolicy": named,
    "AWS::CloudFront::Distribution": {
      create(request) {
        const { DistributionConfig: config } = distributionSchema.parse(request.properties);
        const originOf = (id: string): Behavior["origin"] => {
          const origin = config.Origins.find((one) => one.Id === id);
          if (origin === undefined) throw new Error(`${request.logicalId}: unknown origin ${id}`);
          if (origin.S3OriginConfig === undefined) return { kind: "api" };
          return { kind: "bucket", bucket: origin.DomainName.replace(/\.s3\..*$/, "") };
        };
        const all = [...config.CacheBehaviors, config.DefaultCacheBehavior];
        gateway.parts.distribution = {
          behaviors: all.map((one) => behaviorOf(one, originOf(one.TargetOriginId))),
          defaultRootObject: config.DefaultRootObject,
        };
        return Promise.resolve({
          ref: request.logicalId,
          attributes: { DomainName: gateway.host, Id: request.logicalId },
        });
      },
    },
    "Custom::CDKBucketDeployment": {
      create(request) {
        const properties = deploymentSchema.parse(request.properties);
        const deployments = gateway.parts.files.get(properties.DestinationBucketName) ?? [];
        for (const key of properties.SourceObjectKeys) {
          const folder = assembly.fileAsset(basename(key).replace(/\.\w+$/, ""));
          if (folder === undefined) throw new Error(`${request.logicalId}: the assembly has no asset ${key}`);
          const { Exclude: exclude, Include: include, SystemMetadata } = properties;
          deployments.push({ folder, exclude, include, cacheControl: SystemMetadata?.["cache-control"] });
        }
        gateway.parts.files.set(properties.DestinationBucketName, deployments);
        return Promise.resolve({ ref: request.logicalId });
      },
    },
  };
}
