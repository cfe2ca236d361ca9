import { Aspects } from "aws-cdk-lib";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import type { IConstruct } from "constructs";

/** Sets how long every log group under this scope keeps its lines, also those that the CDK makes. */
export function keepLogsFor(scope: IConstruct, days: number): void {
  Aspects.of(scope).add({
    visit(node: IConstruct) {
      if (node instanceof CfnLogGroup) node.retentionInDays = days;
    },
  });
}
