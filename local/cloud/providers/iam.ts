import * as z from "zod";
import { xmlTexts } from "../cloud-client.ts";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider, ResourceProviders } from "../../template/deploy.ts";
import type { Ask } from "./query-list.ts";
import { queryList } from "./query-list.ts";

const inlinePolicy = z.looseObject({ PolicyName: z.string(), PolicyDocument: z.unknown() });
const roleSchema = z.looseObject({
  RoleName: z.string().optional(),
  Path: z.string().default("/"),
  Description: z.string().optional(),
  AssumeRolePolicyDocument: z.unknown(),
  MaxSessionDuration: z.coerce.string().optional(),
  PermissionsBoundary: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(inlinePolicy).default([]),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});
const policySchema = inlinePolicy.extend({ Roles: z.array(z.string()).default([]) });
const managedPolicySchema = z.looseObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().default("/"),
  Description: z.string().optional(),
  PolicyDocument: z.unknown(),
  Roles: z.array(z.string()).default([]),
});

export function iamProviders(moto: CloudClient): ResourceProviders {
  // IAM is global
  const ask: Ask = (action, parameters) => moto.query("iam", action, parameters, "us-east-1");
  return {
    "AWS::IAM::Role": roleProvider(ask),
    "AWS::IAM::Policy": policyProvider(ask),
    "AWS::IAM::ManagedPolicy": managedPolicyProvider(ask),
  };
}

function roleProvider(ask: Ask): ResourceProvider {
  return {
    async create({ properties, physicalName }) {
      const role = roleSchema.parse(properties);
      const { RoleName = physicalName(64), Path, Description, MaxSessionDuration, PermissionsBoundary } = role;
      const xml = await ask("CreateRole", {
        RoleName,
        Path,
        Description,
        MaxSessionDuration,
        PermissionsBoundary,
        AssumeRolePolicyDocument: JSON.stringify(role.AssumeRolePolicyDocument),
        ...queryList("Tags.member", role.Tags),
      });
      for (const PolicyArn of role.ManagedPolicyArns) await ask("AttachRolePolicy", { RoleName, PolicyArn });
      for (const policy of role.Policies) await putRolePolicy(ask, RoleName, policy);
      const [arn = ""] = xmlTexts(xml, "Arn");
      const [id = ""] = xmlTexts(xml, "RoleId");
      return { ref: RoleName, attributes: { Arn: arn, RoleId: id } };
    },
  };
}

function policyProvider(ask: Ask): ResourceProvider {
  return {
    async create({ properties }) {
      const policy = policySchema.parse(properties);
      for (const role of policy.Roles) await putRolePolicy(ask, role, policy);
      return { ref: policy.PolicyName };
    },
  };
}

function managedPolicyProvider(ask: Ask): ResourceProvider {
  return {
    async create({ properties, physicalName }) {
      const policy = managedPolicySchema.parse(properties);
      const { ManagedPolicyName: PolicyName = physicalName(128), Path, Description, Roles } = policy;
      const PolicyDocument = JSON.stringify(policy.PolicyDocument);
      const [arn = ""] = xmlTexts(await ask("CreatePolicy", { PolicyName, Path, Description, PolicyDocument }), "Arn");
      for (const RoleName of Roles) await ask("AttachRolePolicy", { RoleName, PolicyArn: arn });
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  };
}

async function putRolePolicy(ask: Ask, RoleName: string, { PolicyName, PolicyDocument }: z.infer<typeof inlinePolicy>) {
  await ask("PutRolePolicy", { RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
}
