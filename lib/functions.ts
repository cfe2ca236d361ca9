import type { Construct } from "constructs";
import { VintnerFunction } from "./vintner-function.ts";

export type Functions = ReturnType<typeof vintnerFunctions>;

/** The Lambda functions, each a set of permissions. What they may do is granted where the stack is composed. */
export function vintnerFunctions(scope: Construct) {
  return {
    api: new VintnerFunction(scope, "Api", {
      entry: "lambdas/http/api.ts",
      description: "What people ask",
      memoryMegabytes: 1024,
    }),
    workerApi: new VintnerFunction(scope, "WorkerApi", {
      entry: "lambdas/http/worker-api.ts",
      description: "What workers ask",
      memoryMegabytes: 1024,
    }),
    ingest: new VintnerFunction(scope, "Ingest", {
      entry: "lambdas/http/ingest.ts",
      description: "Takes the log of running jobs",
      memoryMegabytes: 1024,
    }),
    broker: new VintnerFunction(scope, "Broker", {
      entry: "lambdas/http/broker.ts",
      description: "The only one that assumes roles",
    }),
    realtime: new VintnerFunction(scope, "Realtime", {
      entry: "lambdas/websocket/realtime.ts",
      description: "Connections and what they are subscribed to",
    }),
    discoverAws: discover(scope, "DiscoverAws", "lambdas/steps/discover-aws.ts", "an AWS account"),
    discoverGcp: discover(scope, "DiscoverGcp", "lambdas/steps/discover-gcp.ts", "a GCP project"),
    discoverAzure: discover(scope, "DiscoverAzure", "lambdas/steps/discover-azure.ts", "an Azure subscription"),
    jobSteps: new VintnerFunction(scope, "JobSteps", {
      entry: "lambdas/steps/job-steps.ts",
      description: "Begins jobs, settles runs, reports results",
      timeoutSeconds: 60,
    }),
    tendrilSteps: new VintnerFunction(scope, "TendrilSteps", {
      entry: "lambdas/steps/tendril-steps.ts",
      description: "Registers and starts Tendrils, and offers them jobs",
      timeoutSeconds: 120,
    }),
    events: new VintnerFunction(scope, "Events", {
      entry: "lambdas/events/events.ts",
      description: "Closes jobs whose execution has ended, and finds those that nobody told of",
      timeoutSeconds: 120,
      memoryMegabytes: 1024,
    }),
  };
}

/** It lists for 90 s at most, and may hold twenty thousand resources of each kind meanwhile. */
function discover(scope: Construct, id: string, entry: string, what: string): VintnerFunction {
  return new VintnerFunction(scope, id, {
    entry,
    description: `Lists what ${what} holds`,
    timeoutSeconds: 120,
    memoryMegabytes: 1024,
  });
}
