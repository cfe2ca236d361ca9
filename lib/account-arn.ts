import { Aws } from "aws-cdk-lib";

/** An ARN, or a pattern of ARNs, in this account: in any region unless told. IAM's own have none: `""`. */
export function accountArn(service: string, resource: string, region = "*"): string {
  return `arn:${Aws.PARTITION}:${service}:${region}:${Aws.ACCOUNT_ID}:${resource}`;
}
