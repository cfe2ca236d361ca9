import * as z from "zod";
import { xmlTexts } from "../cloud-client.ts";
import type { CloudClient } from "../cloud-client.ts";
import type { CreateRequest, CreatedResource, ResourceProviders } from "../../template/deploy.ts";
import type { Ask } from "./query-list.ts";
import { queryList } from "./query-list.ts";
import { securityGroupProvider } from "./security-group.ts";

const tagsSchema = z.looseObject({ Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional() });
/** Numbers and booleans come as JSON; the query protocol has text only. */
const textSchema = z
  .looseObject({})
  .transform((properties) =>
    Object.fromEntries(
      Object.entries(properties).flatMap(([name, value]) =>
        ["string", "number", "boolean"].includes(typeof value) ? [[name, String(value)]] : [],
      ),
    ),
  );

/** A network of EC2. Each provider is the call that makes the resource, and how CloudFormation names the result. */
export function networkProviders(moto: CloudClient): ResourceProviders {
  const provider = (create: (ec2: Ask, texts: Texts, request: CreateRequest) => Promise<CreatedResource>) => ({
    create(request: CreateRequest) {
      const ec2: Ask = (action, parameters) => moto.query("ec2", action, parameters, request.region);
      return create(ec2, textSchema.parse(request.properties), request);
    },
  });
  return {
    "AWS::EC2::VPC": provider(createVpc),
    "AWS::EC2::Subnet": provider(createSubnet),
    "AWS::EC2::SecurityGroup": provider(securityGroupProvider),
    "AWS::EC2::InternetGateway": provider(async (ec2, _, { properties }) => {
      const id = one(await ec2("CreateInternetGateway", tagged("internet-gateway", properties)), "internetGatewayId");
      return { ref: id, attributes: { InternetGatewayId: id } };
    }),
    "AWS::EC2::VPCGatewayAttachment": provider(async (ec2, { InternetGatewayId, VpcId }) => {
      await ec2("AttachInternetGateway", { InternetGatewayId, VpcId });
      return { ref: `IGW|${VpcId}` };
    }),
    "AWS::EC2::RouteTable": provider(async (ec2, { VpcId }, { properties }) => {
      const id = one(await ec2("CreateRouteTable", { VpcId, ...tagged("route-table", properties) }), "routeTableId");
      return { ref: id, attributes: { RouteTableId: id } };
    }),
    "AWS::EC2::Route": provider(async (ec2, { RouteTableId, DestinationCidrBlock, GatewayId }) => {
      await ec2("CreateRoute", { RouteTableId, DestinationCidrBlock, GatewayId });
      return { ref: `${RouteTableId}|${DestinationCidrBlock}` };
    }),
    "AWS::EC2::SubnetRouteTableAssociation": provider(async (ec2, { RouteTableId, SubnetId }) => {
      const id = one(await ec2("AssociateRouteTable", { RouteTableId, SubnetId }), "associationId");
      return { ref: id, attributes: { Id: id } };
    }),
  };
}

type Texts = Readonly<Record<string, string>>;

async function createVpc(ec2: Ask, { CidrBlock, InstanceTenancy, ...options }: Texts, request: CreateRequest) {
  const xml = await ec2("CreateVpc", { CidrBlock, InstanceTenancy, ...tagged("vpc", request.properties) });
  const VpcId = one(xml, "vpcId");
  for (const option of ["EnableDnsSupport", "EnableDnsHostnames"]) {
    if (options[option]) await ec2("ModifyVpcAttribute", { VpcId, [`${option}.Value`]: options[option] });
  }
  const groups = await ec2("DescribeSecurityGroups", {
    ...queryList("Filter", [
      { Name: "vpc-id", "Value.1": VpcId },
      { Name: "group-name", "Value.1": "default" },
    ]),
  });
  const attributes = { VpcId, CidrBlock: CidrBlock ?? "", DefaultSecurityGroup: one(groups, "groupId") };
  return { ref: VpcId, attributes };
}

async function createSubnet(
  ec2: Ask,
  { VpcId, CidrBlock, AvailabilityZone, MapPublicIpOnLaunch }: Texts,
  request: CreateRequest,
) {
  const tags = tagged("subnet", request.properties);
  const SubnetId = one(await ec2("CreateSubnet", { VpcId, CidrBlock, AvailabilityZone, ...tags }), "subnetId");
  if (MapPublicIpOnLaunch) {
    await ec2("ModifySubnetAttribute", { SubnetId, "MapPublicIpOnLaunch.Value": MapPublicIpOnLaunch });
  }
  const attributes = {
    SubnetId,
    AvailabilityZone: AvailabilityZone ?? "",
    VpcId: VpcId ?? "",
    CidrBlock: CidrBlock ?? "",
  };
  return { ref: SubnetId, attributes };
}

function tagged(resourceType: string, properties: unknown): Record<string, string | undefined> {
  const { Tags = [] } = tagsSchema.parse(properties);
  if (Tags.length === 0) return {};
  return { "TagSpecification.1.ResourceType": resourceType, ...queryList("TagSpecification.1.Tag", Tags) };
}

function one(xml: string, element: string): string {
  const [text] = xmlTexts(xml, element);
  if (text === undefined) throw new Error(`moto's answer has no ${element}`);
  return text;
}
