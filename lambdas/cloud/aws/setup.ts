import type { Setup } from "../../contract/cloud-identity.ts";
import { resourceKinds } from "../../contract/resources.ts";
import type { AwsIdentityRow } from "../../domain/cloud-identity-row.ts";
import { readPolicy } from "./read-policy.ts";
import { trustPolicy } from "./trust-policy.ts";

/** Not `vintner-…`: the platform's own provisioner may change roles of that name. */
function roleName({ id }: AwsIdentityRow): string {
  return `VintnerAccess-${id.slice(0, 8)}`;
}

/** A role that our broker can take with the identity's external id, as CloudFormation and as Terraform. */
export function awsSetup(row: AwsIdentityRow, brokerRole: string): Setup {
  const { external_id } = row.credentials;
  return {
    provider: "aws",
    trust: { principal: brokerRole, external_id },
    parts: [
      part(
        "CloudFormation template",
        "cloudformation",
        "vintner-access.template.json",
        cloudFormation(row, brokerRole),
      ),
      { ...part("Terraform", "terraform", "vintner-access.tf", ""), text: terraform(row, brokerRole) },
      part("Trust policy", "policy", "trust-policy.json", trustPolicy(brokerRole, external_id)),
      part("Permissions policy", "policy", "permissions-policy.json", readPolicy(resourceKinds.aws)),
    ],
  };
}

function part(title: string, kind: Setup["parts"][number]["kind"], filename: string, value: unknown) {
  return { title, kind, filename, text: `${JSON.stringify(value, null, 2)}\n` };
}

function cloudFormation(row: AwsIdentityRow, brokerRole: string) {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Vintner's access to this account (cloud identity ${row.name})`,
    Resources: {
      VintnerAccess: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: roleName(row),
          Description: "Taken by Vintner's broker with an external id",
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: trustPolicy(brokerRole, row.credentials.external_id),
          Policies: [{ PolicyName: "vintner-discovery", PolicyDocument: readPolicy(resourceKinds.aws) }],
        },
      },
    },
    Outputs: { RoleArn: { Description: "Give this to Vintner", Value: { "Fn::GetAtt": ["VintnerAccess", "Arn"] } } },
  };
}

/** Policies as JSON in heredocs: what is applied is to the letter what the other forms say. */
function terraform(row: AwsIdentityRow, brokerRole: string): string {
  const json = (value: unknown) => JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  return `resource "aws_iam_role" "vintner_access" {
  name                 = "${roleName(row)}"
  description          = "Taken by Vintner's broker with an external id"
  max_session_duration = 3600
  assume_role_policy   = <<-JSON
  ${json(trustPolicy(brokerRole, row.credentials.external_id))}
  JSON
}

resource "aws_iam_role_policy" "vintner_discovery" {
  name   = "vintner-discovery"
  role   = aws_iam_role.vintner_access.id
  policy = <<-JSON
  ${json(readPolicy(resourceKinds.aws))}
  JSON
}

output "role_arn" {
  description = "Give this to Vintner"
  value       = aws_iam_role.vintner_access.arn
}
`;
}
