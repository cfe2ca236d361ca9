import type { AwsCall } from "../../../local/cloud/aws-call.ts";
import { tagsOf } from "./iam.ts";
import { arn, formBody, need, requestTags } from "./need.ts";
import type { Need, Needs } from "./need.ts";

/** What an action makes, and in what: the service authorization reference's resource types of EC2. */
const makes: Readonly<Record<string, { readonly kind: string; readonly within?: string }>> = {
  CreateVpc: { kind: "vpc" },
  CreateSubnet: { kind: "subnet", within: "VpcId" },
  CreateInternetGateway: { kind: "internet-gateway" },
  CreateRouteTable: { kind: "route-table", within: "VpcId" },
  CreateSecurityGroup: { kind: "security-group", within: "VpcId" },
};
/** The request's fields that name the resources that an action changes. */
const changes: Readonly<Record<string, readonly string[]>> = {
  ModifyVpcAttribute: ["VpcId"],
  ModifySubnetAttribute: ["SubnetId"],
  AttachInternetGateway: ["InternetGatewayId", "VpcId"],
  DetachInternetGateway: ["InternetGatewayId", "VpcId"],
  CreateRoute: ["RouteTableId"],
  DeleteRoute: ["RouteTableId"],
  AssociateRouteTable: ["RouteTableId", "SubnetId"],
  DisassociateRouteTable: ["AssociationId"],
  AuthorizeSecurityGroupEgress: ["GroupId"],
  RevokeSecurityGroupEgress: ["GroupId"],
  RevokeSecurityGroupIngress: ["GroupId"],
  DeleteVpc: ["VpcId"],
  DeleteSubnet: ["SubnetId"],
  DeleteInternetGateway: ["InternetGatewayId"],
  DeleteRouteTable: ["RouteTableId"],
  DeleteSecurityGroup: ["GroupId"],
};
const kindOfPrefix: Readonly<Record<string, string>> = {
  vpc: "vpc",
  subnet: "subnet",
  igw: "internet-gateway",
  rtb: "route-table",
  // An association counts as its route table.
  rtbassoc: "route-table",
  sg: "security-group",
};

export const ec2Needs: Needs = (call) => {
  const form = formBody(call);
  const action = `ec2:${call.action}`;
  if (call.action.startsWith("Describe")) return [need(action, "*")];
  const made = makes[call.action];
  if (made !== undefined) return making(call, form, made);
  const changed = changes[call.action];
  if (changed === undefined) return undefined;
  const needs = changed.map((field) => onExisting(call, action, form.get(field) ?? ""));
  return call.action === "AuthorizeSecurityGroupEgress"
    ? [...needs, need(action, arn(call, "ec2", "security-group-rule/sgr-new"))]
    : needs;
};

function making(call: AwsCall, form: URLSearchParams, made: { readonly kind: string; readonly within?: string }) {
  const tags = requestTags(tagsOf(form, "TagSpecification.1.Tag"));
  const resource = arn(call, "ec2", `${made.kind}/new`);
  const needs: Need[] = [need(`ec2:${call.action}`, resource, tags)];
  if (tags.length > 0) needs.push(need("ec2:CreateTags", resource, [...tags, ["ec2:CreateAction", call.action]]));
  const place = made.within === undefined ? null : form.get(made.within);
  if (place !== null) needs.push(onExisting(call, `ec2:${call.action}`, place));
  return needs;
}

function onExisting(call: AwsCall, action: string, id: string): Need {
  const kind = kindOfPrefix[id.split("-")[0] ?? ""] ?? "unknown";
  return { ...need(action, arn(call, "ec2", `${kind}/${id}`)), taggedId: id };
}
