import { ArnPrincipal, Effect, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { VintnerFunction } from "./vintner-function.ts";

/**
 * A role that only the broker may assume, for one job at a time: the session is named for the job and tagged with it
 * (`job=<id>`), so that CloudTrail tells for which job anything was done.
 */
export class BrokerRole extends Role {
  constructor(scope: Construct, id: string, broker: VintnerFunction, props: { roleName: string; description: string }) {
    const brokerRole = broker.role;
    if (brokerRole === undefined) throw new Error("The broker has no role of its own");
    const principal = new ArnPrincipal(brokerRole.roleArn);
    super(scope, id, { ...props, assumedBy: principal.withConditions(namedAndTagged) });
    this.assumeRolePolicy?.addStatements(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [principal],
        actions: ["sts:TagSession"],
        conditions: { StringLike: { "aws:RequestTag/job": "*" } },
      }),
    );
    broker.addToRolePolicy(
      new PolicyStatement({ actions: ["sts:AssumeRole", "sts:TagSession"], resources: [this.roleArn] }),
    );
  }
}

const namedAndTagged = {
  StringLike: { "sts:RoleSessionName": "vintner-*", "aws:RequestTag/job": "*" },
};
