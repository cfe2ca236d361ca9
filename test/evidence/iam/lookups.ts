import { xmlTexts } from "../../../local/cloud/cloud-client.ts";
import type { CloudClient } from "../../../local/cloud/cloud-client.ts";
import type { ContextEntry } from "../permissions/need.ts";

/** What IAM knows of resources beside the request. */
export interface Lookups {
  /** `aws:ResourceTag/…` of a resource of EC2. */
  readonly resourceTags: (id: string, region: string) => Promise<readonly ContextEntry[]>;
  /** ARN of the role's permissions boundary; `role` is its name or ARN. */
  readonly roleBoundary: (role: string) => Promise<string | undefined>;
}

export function createLookups(cloud: CloudClient): Lookups {
  /** An association bears the tags of its route table. */
  async function taggedResource(id: string, region: string): Promise<string> {
    if (!id.startsWith("rtbassoc-")) return id;
    const filter = {
      "Filter.1.Name": "association.route-table-association-id",
      "Filter.1.Value.1": id,
    };
    const xml = await cloud.query("ec2", "DescribeRouteTables", filter, region);
    return xmlTexts(xml, "routeTableId")[0] ?? id;
  }
  return {
    async resourceTags(id, region) {
      const resource = await taggedResource(id, region);
      const filter = { "Filter.1.Name": "resource-id", "Filter.1.Value.1": resource };
      const xml = await cloud.query("ec2", "DescribeTags", filter, region);
      const values = xmlTexts(xml, "value");
      return xmlTexts(xml, "key").map((key, n) => [`aws:ResourceTag/${key}`, values[n]] as const);
    },
    async roleBoundary(role) {
      const RoleName = role.split("/").at(-1) ?? role;
      const xml = await cloud.query("iam", "GetRole", { RoleName }, "us-east-1");
      return xmlTexts(xml, "PermissionsBoundaryArn")[0];
    },
  };
}
