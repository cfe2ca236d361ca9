import type { Assembly } from "./template.ts";
import { resourcesOf } from "./template.ts";

/** The handlers by the construct ids of their functions. A logical id is the construct id and eight hex digits. */
export const entries = {
  Api: "lambdas/http/api.ts",
  WorkerApi: "lambdas/http/worker-api.ts",
  Ingest: "lambdas/http/ingest.ts",
  Broker: "lambdas/http/broker.ts",
  Realtime: "lambdas/websocket/realtime.ts",
  DiscoverAws: "lambdas/steps/discover-aws.ts",
  DiscoverGcp: "lambdas/steps/discover-gcp.ts",
  DiscoverAzure: "lambdas/steps/discover-azure.ts",
  JobSteps: "lambdas/steps/job-steps.ts",
  TendrilSteps: "lambdas/steps/tendril-steps.ts",
  Events: "lambdas/events/events.ts",
} as const;
export type FunctionName = keyof typeof entries;
export const functionNames = Object.keys(entries) as FunctionName[];

export interface FunctionProperties {
  readonly Runtime: string;
  readonly Architectures: readonly string[];
  readonly Handler: string;
  readonly Timeout: number;
  readonly Role: { readonly "Fn::GetAtt": readonly [string, string] };
  readonly Code: { readonly S3Key: string };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

export function functionProperties({ app }: Assembly, name: FunctionName): FunctionProperties {
  const found = resourcesOf(app, "AWS::Lambda::Function").find(([id]) => id.replace(/[0-9A-F]{8}$/, "") === name);
  if (found === undefined) throw new Error(`There is no function ${name}`);
  return found[1] as unknown as FunctionProperties;
}
