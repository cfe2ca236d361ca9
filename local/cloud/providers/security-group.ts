import * as z from "zod";
import { xmlTexts } from "../cloud-client.ts";
import type { CreateRequest, CreatedResource } from "../../template/deploy.ts";
import type { Ask } from "./query-list.ts";
import { queryList } from "./query-list.ts";

const ruleSchema = z.looseObject({
  IpProtocol: z.coerce.string(),
  FromPort: z.coerce.string().optional(),
  ToPort: z.coerce.string().optional(),
  CidrIp: z.string().optional(),
  Description: z.string().optional(),
});
const schema = z.looseObject({
  GroupName: z.string().optional(),
  GroupDescription: z.string(),
  VpcId: z.string().optional(),
  SecurityGroupIngress: z.array(ruleSchema).default([]),
  SecurityGroupEgress: z.array(ruleSchema).optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});

export async function securityGroupProvider(
  ec2: Ask,
  _texts: unknown,
  request: CreateRequest,
): Promise<CreatedResource> {
  const group = schema.parse(request.properties);
  const GroupName = group.GroupName ?? request.physicalName(255);
  const created = await ec2("CreateSecurityGroup", {
    GroupName,
    GroupDescription: group.GroupDescription,
    VpcId: group.VpcId,
    ...(group.Tags.length > 0 ? { "TagSpecification.1.ResourceType": "security-group" } : {}),
    ...queryList("TagSpecification.1.Tag", group.Tags),
  });
  const [GroupId = ""] = xmlTexts(created, "groupId");
  if (group.SecurityGroupIngress.length > 0) {
    await ec2("AuthorizeSecurityGroupIngress", { GroupId, ...permissions(group.SecurityGroupIngress) });
  }
  if (group.SecurityGroupEgress !== undefined) {
    // EC2 lets everything out of a new group; CloudFormation takes that away when the template has its own rules
    await ec2("RevokeSecurityGroupEgress", { GroupId, ...permissions([{ IpProtocol: "-1", CidrIp: "0.0.0.0/0" }]) });
    await ec2("AuthorizeSecurityGroupEgress", { GroupId, ...permissions(group.SecurityGroupEgress) });
  }
  return { ref: GroupId, attributes: { GroupId, VpcId: group.VpcId ?? "" } };
}

function permissions(rules: readonly z.infer<typeof ruleSchema>[]): Record<string, string | undefined> {
  const entries = rules.map(({ IpProtocol, FromPort, ToPort, CidrIp, Description }) => ({
    IpProtocol,
    FromPort,
    ToPort,
    "IpRanges.1.CidrIp": CidrIp,
    "IpRanges.1.Description": Description,
  }));
  return queryList("IpPermissions", entries);
}
