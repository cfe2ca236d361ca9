import { App } from "aws-cdk-lib";
import { AppStack } from "./app-stack.ts";
import { readConfiguration } from "./configuration.ts";
import { DataStack } from "./data-stack.ts";
import { featureFlags } from "./feature-flags.ts";
import { keepLogsFor } from "./log-retention.ts";
import { repositoryPath } from "./paths.ts";
import { boundRoles } from "./role-boundary.ts";

export interface VintnerAppOptions {
  /** Where the cloud assembly is written. @default what the CDK CLI says, else `cdk.out` */
  readonly outputFolder?: string;
  /** The built dashboard. @default `frontend/dist` */
  readonly dashboardFolder?: string;
  /** Context besides the CDK CLI's. @default none */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The whole CDK app. Its stacks name no account and no region: both are those to which they are deployed. */
export function vintnerApp({ outputFolder, dashboardFolder, context = {} }: VintnerAppOptions = {}): App {
  const app = new App({
    outdir: outputFolder ?? process.env["CDK_OUTDIR"] ?? repositoryPath("cdk.out"),
    analyticsReporting: false,
    context,
    postCliContext: featureFlags,
  });
  const configuration = readConfiguration(app.node);
  const data = new DataStack(app, "VintnerData", configuration);
  const folder = dashboardFolder ?? repositoryPath("frontend/dist");
  const vintner = new AppStack(app, "Vintner", { data, configuration, dashboardFolder: folder });
  keepLogsFor(app, configuration.logRetentionDays);
  const { permissionBoundary } = configuration;
  if (permissionBoundary !== undefined) for (const stack of [data, vintner]) boundRoles(stack, permissionBoundary);
  return app;
}
