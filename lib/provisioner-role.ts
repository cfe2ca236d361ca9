import type { Construct } from "constructs";
import { BrokerRole } from "./broker-role.ts";
import { provisionerStatements } from "./provisioner-policy.ts";
import type { TendrilBoundary } from "./tendril-boundary.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface ProvisionerRoleProps {
  readonly broker: VintnerFunction;
  readonly boundary: TendrilBoundary;
}

/** `vintner-provisioner`: with it Terraform makes, changes and removes Tendrils. */
export class ProvisionerRole extends BrokerRole {
  constructor(scope: Construct, id: string, { broker, boundary }: ProvisionerRoleProps) {
    super(scope, id, broker, { roleName: "vintner-provisioner", description: "Terraform of Vintner's worker jobs" });
    for (const statement of provisionerStatements(boundary.policy.managedPolicyArn)) this.addToPolicy(statement);
    broker.set("provisionerRole", this.roleArn);
  }
}
