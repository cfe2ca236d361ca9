import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { accountArn } from "./account-arn.ts";
import { tendrilRoleArns } from "./tendril-role-arns.ts";
import type { VintnerFunction } from "./vintner-function.ts";

/** Lets a function see how a Tendril's deployment goes, in whatever region it lives. */
export function grantSeeRollouts(handler: VintnerFunction): void {
  const statements = [
    { actions: ["ecs:DescribeServices"], resources: [accountArn("ecs", "service/vintner-*/*")] },
    { actions: ["ecs:DescribeTasks"], resources: [accountArn("ecs", "task/vintner-*/*")] },
    {
      // Lists the tasks of a cluster; knows no resource but a container instance's.
      actions: ["ecs:ListTasks"],
      resources: ["*"],
      conditions: { ArnLike: { "ecs:cluster": accountArn("ecs", "cluster/vintner-*") } },
    },
  ];
  for (const statement of statements) handler.addToRolePolicy(new PolicyStatement(statement));
}

/** Lets a function bring another revision into a Tendril's service, and remove those that are left. */
export function grantRevisions(handler: VintnerFunction): void {
  const statements = [
    {
      actions: ["ecs:RegisterTaskDefinition", "ecs:TagResource"],
      resources: [accountArn("ecs", "task-definition/vintner-*")],
    },
    // These know no resource.
    {
      actions: ["ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition", "ecs:ListTaskDefinitions"],
      resources: ["*"],
    },
    {
      // A revision names the roles of the one before it.
      actions: ["iam:PassRole"],
      resources: tendrilRoleArns(),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
  for (const statement of statements) handler.addToRolePolicy(new PolicyStatement(statement));
}

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
