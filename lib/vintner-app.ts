import { App } from "aws-cdk-lib";
import { AppStack } from "./app-stack.ts";
import { DataStack } from "./data-stack.ts";
import { featureFlags } from "./feature-flags.ts";
import { repositoryPath } from "./paths.ts";

export interface VintnerAppOptions {
  /** Where the cloud assembly is written. @default what the CDK CLI says, else `cdk.out` */
  readonly outputFolder?: string;
  /** The built dashboard. @default `frontend/dist` */
  readonly dashboardFolder?: string;
}

/** The whole CDK app. Its stacks name no account and no region: both are those to which they are deployed. */
export function vintnerApp(options: VintnerAppOptions = {}): App {
  const app = new App({
    outdir: options.outputFolder ?? process.env["CDK_OUTDIR"] ?? repositoryPath("cdk.out"),
    analyticsReporting: false,
    postCliContext: featureFlags,
  });
  const adminEmail: unknown = app.node.tryGetContext("adminEmail");
  if (adminEmail !== undefined && typeof adminEmail !== "string") throw new Error("adminEmail is not a string");
  const data = new DataStack(app, "VintnerData", { adminEmail });
  new AppStack(app, "Vintner", { data, dashboardFolder: options.dashboardFolder ?? repositoryPath("frontend/dist") });
  return app;
}
