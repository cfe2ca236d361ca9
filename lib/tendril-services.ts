import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { accountArn } from "./account-arn.ts";
import type { VintnerFunction } from "./vintner-function.ts";

/** Lets a function hand a Tendril its token and start or see its service, in whatever region it lives. */
export function grantTendrilServices(handler: VintnerFunction): void {
  handler.addToRolePolicy(
    new PolicyStatement({
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
      resources: [accountArn("secretsmanager", "secret:vintner-*-token-*")],
    }),
  );
  handler.addToRolePolicy(
    new PolicyStatement({
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: [accountArn("ecs", "service/vintner-*/*")],
    }),
  );
}
