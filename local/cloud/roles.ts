import { CloudError, xmlTexts } from "./cloud-client.ts";
import type { CloudClient } from "./cloud-client.ts";
import type { PolicyDocument } from "./policy.ts";

export interface Role {
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly maxSessionSeconds: number;
}

/** IAM is global: moto keeps it by partition, whatever the region. */
const region = "us-east-1";

/** The role, unless it does not exist or exists under another path. */
export async function readRole(moto: CloudClient, roleArn: string): Promise<Role | undefined> {
  const name = roleNameOf(roleArn);
  const xml = await moto
    .inAccount(accountOf(roleArn))
    .query("iam", "GetRole", { RoleName: name }, region)
    .catch((error: unknown) => {
      if (error instanceof CloudError && error.code === "NoSuchEntity") return undefined;
      throw error;
    });
  const [arn] = xmlTexts(xml ?? "", "Arn");
  if (xml === undefined || arn !== roleArn) return undefined;
  return {
    arn,
    trust: documentOf(xmlTexts(xml, "AssumeRolePolicyDocument")[0]),
    maxSessionSeconds: Number(xmlTexts(xml, "MaxSessionDuration")[0] ?? 3600),
  };
}

/** Inline and attached policies of a role. */
export async function readRolePolicies(moto: CloudClient, roleArn: string): Promise<readonly PolicyDocument[]> {
  const iam = moto.inAccount(accountOf(roleArn));
  const ask = (action: string, parameters: Record<string, string>) => iam.query("iam", action, parameters, region);
  const role = { RoleName: roleNameOf(roleArn) };
  const inline = xmlTexts(await ask("ListRolePolicies", role), "member").map(async (PolicyName) =>
    documentOf(xmlTexts(await ask("GetRolePolicy", { ...role, PolicyName }), "PolicyDocument")[0]),
  );
  const attached = xmlTexts(await ask("ListAttachedRolePolicies", role), "PolicyArn").map(async (PolicyArn) => {
    const [VersionId = "v1"] = xmlTexts(await ask("GetPolicy", { PolicyArn }), "DefaultVersionId");
    return documentOf(xmlTexts(await ask("GetPolicyVersion", { PolicyArn, VersionId }), "Document")[0]);
  });
  return Promise.all([...inline, ...attached]);
}

/** `arn:aws:iam::<account>:role/<name>` → `<account>` */
export function accountOf(roleArn: string): string {
  return roleArn.split(":")[4] ?? "";
}

function roleNameOf(roleArn: string): string {
  return roleArn.split("/").at(-1) ?? roleArn;
}

/** IAM returns documents percent-encoded. */
function documentOf(text: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(text ?? '{"Statement":[]}')) as PolicyDocument;
}
