import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { BrokerRole } from "./broker-role.ts";
import type { StateBucket } from "./state-bucket.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface StateRoleProps {
  readonly broker: VintnerFunction;
  readonly states: StateBucket;
}

/** `vintner-state`: Terraform's access to its state. The broker narrows each session to one job's key and lock. */
export class StateRole extends BrokerRole {
  constructor(scope: Construct, id: string, { broker, states }: StateRoleProps) {
    super(scope, id, broker, { roleName: "vintner-state", description: "Terraform states of Vintner's jobs" });
    const { bucket } = states;
    this.addToPolicy(
      new PolicyStatement({
        actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        resources: ["tendrils/*", "vines/*"].map((keys) => bucket.arnForObjects(keys)),
      }),
    );
    this.addToPolicy(new PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }));
    broker.set("stateRole", this.roleArn);
  }
}
