import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Functions } from "./functions.ts";
import { configureClouds } from "./other-clouds.ts";
import type { TableSet } from "./tables.ts";
import { grantTables } from "./tables.ts";
import type { VintnerFunction } from "./vintner-function.ts";
import type { WebIdentity } from "./web-identity.ts";

export interface IdentityParts {
  readonly tables: TableSet;
  readonly webIdentity: WebIdentity;
}

/**
 * Who may do what with cloud identities: the broker alone takes them; the discover functions ask it for what can only
 * read; people's routes see and change rows.
 */
export function grantCloudIdentities(functions: Functions, { tables, webIdentity }: IdentityParts): void {
  const { api, broker, jobSteps, discoverAws, discoverGcp, discoverAzure } = functions;
  grantTables(api, tables, { writes: ["cloudIdentities", "cloudResources"] });
  grantTables(jobSteps, tables, { writes: ["cloudIdentities", "cloudResources"] });
  grantTables(broker, tables, { writes: ["cloudIdentities"] });
  for (const handler of [api, broker]) {
    webIdentity.configure(handler);
    handler.set("brokerRole", roleArn(broker));
  }
  grantIdentities(broker);
  webIdentity.grantTokens(broker);
  configureClouds(broker, ["googleStsUrl", "googleIamCredentialsUrl", "googleComputeUrl"]);
  configureClouds(broker, ["entraUrl", "resourceManagerUrl"]);

  for (const handler of [discoverAws, discoverGcp, discoverAzure]) {
    grantTables(handler, tables, { writes: ["jobs", "jobLogs", "logHeads", "connections", "cloudResources"] });
    broker.grantInvoke(handler);
    handler.set("brokerFunction", broker.functionName);
  }
  configureClouds(discoverGcp, ["googleComputeUrl", "googleDnsUrl"]);
  configureClouds(discoverAzure, ["resourceManagerUrl"]);
}

/** Roles of any account, which decide themselves by their trust; sessions without a job's tag are never asked for. */
function grantIdentities(broker: VintnerFunction): void {
  broker.addToRolePolicy(
    new PolicyStatement({
      actions: ["sts:AssumeRole", "sts:TagSession"],
      resources: [`arn:${Aws.PARTITION}:iam::*:role/*`],
      conditions: { StringLike: { "aws:RequestTag/job": "*" } },
    }),
  );
}

function roleArn({ role, node }: VintnerFunction): string {
  if (role === undefined) throw new Error(`${node.id} has no role of its own`);
  return role.roleArn;
}
