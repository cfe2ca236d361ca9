import type { Stack } from "aws-cdk-lib";
import { ManagedPolicy, PermissionsBoundary } from "aws-cdk-lib/aws-iam";
import { accountArn } from "./account-arn.ts";

/**
 * Sets the boundary of every role in the stack. The roles of Tendrils, which Terraform makes, have one of their own: a
 * role holds one boundary only, and `TendrilBoundary` permits less than any organization's.
 */
export function boundRoles(stack: Stack, policy: string): void {
  const arn = policy.startsWith("arn:") ? policy : accountArn("iam", `policy/${policy}`, "");
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyArn(stack, "RoleBoundary", arn));
}
