import { CfnResource, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";

/**
 * Gives the CDK's own function that empties buckets a log group of the stack's. Otherwise Lambda makes one, which
 * nobody would ever remove.
 */
export function keepCleanerLog(stack: Stack): void {
  const handler = stack.node.findChild("Custom::S3AutoDeleteObjectsCustomResourceProvider").node.findChild("Handler");
  if (!(handler instanceof CfnResource)) throw new Error("The CDK empties buckets in another way than before");
  const { logGroupName } = new LogGroup(stack, "CleanerLogs", { removalPolicy: RemovalPolicy.DESTROY });
  handler.addPropertyOverride("LoggingConfig", { LogGroup: logGroupName });
}
