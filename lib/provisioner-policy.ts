import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { accountArn } from "./account-arn.ts";
import { tendrilRoleArns } from "./tendril-role-arns.ts";

/** What `tendril-image/templates/tendril` needs, service by service, in any region and only on what bears our names or tag. */
export function provisionerStatements(boundaryArn: string): PolicyStatement[] {
  return [...network(), ...cluster(), ...roles(boundaryArn), ...logs(), ...secret()];
}

/** Every resource of a Tendril carries it, from its creation on. */
const tag = "vintner:tendril-id";
const bearsTag = { Null: { [`aws:ResourceTag/${tag}`]: "false" } };
const getsTag = { Null: { [`aws:RequestTag/${tag}`]: "false" } };

const makingNetwork = [
  "CreateVpc",
  "CreateSubnet",
  "CreateInternetGateway",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "AuthorizeSecurityGroupEgress",
];

function network(): PolicyStatement[] {
  const made = ["vpc", "subnet", "internet-gateway", "route-table", "security-group", "security-group-rule"];
  return [
    new PolicyStatement({ actions: ["ec2:Describe*"], resources: ["*"] }),
    new PolicyStatement({
      actions: makingNetwork.slice(0, 5).map((action) => `ec2:${action}`),
      resources: made.map((kind) => accountArn("ec2", `${kind}/*`)),
      conditions: getsTag,
    }),
    // A subnet or a group is made in a VPC, which may be one that was there before.
    new PolicyStatement({
      actions: ["ec2:CreateSubnet", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup"],
      resources: [accountArn("ec2", "vpc/*")],
    }),
    // Rules bear no tag when they are written inside their group.
    new PolicyStatement({
      actions: ["ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress"],
      resources: [accountArn("ec2", "security-group-rule/*")],
    }),
    new PolicyStatement({
      actions: ["ec2:CreateTags"],
      resources: made.map((kind) => accountArn("ec2", `${kind}/*`)),
      conditions: { StringEquals: { "ec2:CreateAction": makingNetwork } },
    }),
    new PolicyStatement({ actions: changingNetwork, resources: ["*"], conditions: bearsTag }),
  ];
}

const changingNetwork = [
  "ec2:ModifyVpcAttribute",
  "ec2:ModifySubnetAttribute",
  "ec2:AttachInternetGateway",
  "ec2:DetachInternetGateway",
  "ec2:CreateRoute",
  "ec2:DeleteRoute",
  "ec2:AssociateRouteTable",
  "ec2:DisassociateRouteTable",
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupIngress",
  "ec2:CreateTags",
  "ec2:DeleteTags",
  "ec2:DeleteVpc",
  "ec2:DeleteSubnet",
  "ec2:DeleteInternetGateway",
  "ec2:DeleteRouteTable",
  "ec2:DeleteSecurityGroup",
];

function cluster(): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        "ecs:CreateCluster",
        "ecs:DescribeClusters",
        "ecs:UpdateCluster",
        "ecs:UpdateClusterSettings",
        "ecs:PutClusterCapacityProviders",
        "ecs:DeleteCluster",
        "ecs:CreateService",
        "ecs:DescribeServices",
        "ecs:UpdateService",
        "ecs:DeleteService",
        "ecs:RegisterTaskDefinition",
        "ecs:TagResource",
        "ecs:UntagResource",
        "ecs:ListTagsForResource",
      ],
      resources: ["cluster/vintner-*", "service/vintner-*/*", "task-definition/vintner-*"].map((name) =>
        accountArn("ecs", name),
      ),
    }),
    // These know no resource.
    new PolicyStatement({
      actions: ["ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"],
      resources: ["*"],
    }),
  ];
}

function roles(boundaryArn: string): PolicyStatement[] {
  const resources = tendrilRoleArns();
  return [
    new PolicyStatement({
      actions: ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"],
      resources,
      conditions: { StringEquals: { "iam:PermissionsBoundary": boundaryArn } },
    }),
    new PolicyStatement({
      actions: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRoleTags",
        "iam:UpdateRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:DeleteRole",
      ],
      resources,
    }),
    new PolicyStatement({
      actions: ["iam:PassRole"],
      resources,
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    }),
    // An account's first cluster or service.
    new PolicyStatement({
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [accountArn("iam", "role/aws-service-role/ecs.amazonaws.com/*", "")],
      conditions: { StringEquals: { "iam:AWSServiceName": "ecs.amazonaws.com" } },
    }),
  ];
}

function logs(): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:PutRetentionPolicy",
        "logs:DeleteRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
        "logs:ListTagsForResource",
      ],
      resources: ["log-group:/vintner/tendrils/*", "log-group:/vintner/tendrils/*:*"].map((name) =>
        accountArn("logs", name),
      ),
    }),
    new PolicyStatement({ actions: ["logs:DescribeLogGroups"], resources: ["*"] }),
  ];
}

/** Terraform makes the secret and never its value. */
function secret(): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        "secretsmanager:CreateSecret",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:UpdateSecret",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:DeleteSecret",
      ],
      resources: [accountArn("secretsmanager", "secret:vintner-*-token-*")],
    }),
  ];
}
