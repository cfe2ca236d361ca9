import * as z from "zod";
import { setupSchema } from "../../lambdas/contract/cloud-identity.ts";
import { CloudError } from "../cloud/cloud-client.ts";
import type { CloudClient } from "../cloud/cloud-client.ts";
import { iamProviders } from "../cloud/providers/iam.ts";
import { deployTemplate, type ResourceProvider } from "../template/deploy.ts";
import type { Template } from "../template/assembly.ts";
import { seededAccountId } from "./account.ts";

export interface IdentityRoleOptions {
  /** Of the API that has the set-up. */
  readonly apiUrl: string;
  /** For an id token of an admin. */
  readonly token: () => Promise<string>;
  readonly moto: CloudClient;
  readonly region: string;
}

/** What is asked may leave the trust's condition out, as a person might who writes the role by hand. */
export const identityRoleSchema = z.strictObject({ external_id_condition: z.boolean().default(true) });

/** The API did not give a template: its own answer. */
export class SetupRefusedError extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`The set-up was answered with ${status}`);
    this.name = "SetupRefusedError";
    this.status = status;
    this.body = body;
  }
}

/**
 * Applies an identity's own CloudFormation template in the seeded account. Again, it replaces the role. Undefined for an
 * identity of a cloud that has no CloudFormation.
 */
export async function setUpIdentityRole(
  identityId: string,
  { external_id_condition: withCondition }: z.infer<typeof identityRoleSchema>,
  { apiUrl, token, moto, region }: IdentityRoleOptions,
): Promise<{ readonly role_arn: string } | undefined> {
  const response = await fetch(`${apiUrl}/api/cloud-identities/${identityId}/setup`, {
    headers: { authorization: `Bearer ${await token()}` },
  });
  const text = await response.text();
  if (!response.ok) throw new SetupRefusedError(response.status, text);
  const part = setupSchema.parse(JSON.parse(text)).parts.find(({ kind }) => kind === "cloudformation");
  if (part === undefined) return undefined;
  const account = moto.inAccount(seededAccountId);
  const iam = iamProviders(account);
  const providers = { ...iam, "AWS::IAM::Role": replacing(account, iam["AWS::IAM::Role"], withCondition) };
  const stack = { name: "VintnerAccess", template: JSON.parse(part.text) as Template };
  const deployed = await deployTemplate(stack, providers, { region, account: seededAccountId, exports: new Map() });
  const role = Object.values(deployed.resources).find(({ type }) => type === "AWS::IAM::Role");
  return { role_arn: role?.attributes?.["Arn"] ?? "" };
}

function replacing(account: CloudClient, role: ResourceProvider | undefined, withCondition: boolean): ResourceProvider {
  if (role === undefined) throw new Error("IAM makes no roles");
  return {
    async create(request) {
      const { RoleName } = z.looseObject({ RoleName: z.string() }).parse(request.properties);
      await removeRole(account, RoleName);
      return role.create(withCondition ? request : { ...request, properties: withoutCondition(request.properties) });
    },
  };
}

async function removeRole(account: CloudClient, RoleName: string): Promise<void> {
  const iam = (action: string, parameters: Readonly<Record<string, string>> = {}) =>
    account.query("iam", action, { RoleName, ...parameters }, "us-east-1").catch((error: unknown) => {
      if (error instanceof CloudError && error.code === "NoSuchEntity") return "";
      throw error;
    });
  const policies = Array.from((await iam("ListRolePolicies")).matchAll(/<member>([^<]+)</g), ([, name = ""]) => name);
  for (const PolicyName of policies) await iam("DeleteRolePolicy", { PolicyName });
  await iam("DeleteRole");
}

const trustSchema = z.looseObject({
  AssumeRolePolicyDocument: z.looseObject({ Statement: z.union([z.array(z.looseObject({})), z.looseObject({})]) }),
});

function withoutCondition(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { AssumeRolePolicyDocument: document, ...rest } = trustSchema.parse(properties);
  const statements = [document.Statement].flat().map(({ Condition: _condition, ...statement }) => statement);
  return { ...rest, AssumeRolePolicyDocument: { ...document, Statement: statements } };
}
