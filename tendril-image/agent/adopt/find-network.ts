import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type EC2ClientConfig,
  type RouteTable,
  type Subnet,
} from "@aws-sdk/client-ec2";
import { fullName, ownerTag, type Owned } from "./owned.ts";

const everywhere = "0.0.0.0/0";

/** `templates/tendril/network.tf`. */
export async function findNetwork(config: EC2ClientConfig, tendrilId: string): Promise<readonly Owned[]> {
  const ec2 = new EC2Client(config);
  const own = { Filters: [{ Name: `tag:${ownerTag}`, Values: [tendrilId] }] };
  const [vpcs, gateways, groups, subnets, tables] = await Promise.all([
    ec2.send(new DescribeVpcsCommand(own)),
    ec2.send(new DescribeInternetGatewaysCommand(own)),
    ec2.send(new DescribeSecurityGroupsCommand(own)),
    ec2.send(new DescribeSubnetsCommand(own)),
    ec2.send(new DescribeRouteTablesCommand(own)),
  ]);
  const places = placesOf(subnets.Subnets ?? [], fullName(tendrilId));
  return [
    ...(vpcs.Vpcs ?? []).map(({ VpcId }) => owned("aws_vpc.this[0]", VpcId)),
    ...(gateways.InternetGateways ?? []).map(({ InternetGatewayId }) =>
      owned("aws_internet_gateway.this[0]", InternetGatewayId),
    ),
    ...(groups.SecurityGroups ?? []).map(({ GroupId }) => owned("aws_security_group.tendril", GroupId)),
    ...[...places].map(([id, place]) => owned(`aws_subnet.public[${place}]`, id)),
    ...(tables.RouteTables ?? []).flatMap((table) => routing(table, places)),
  ].flat();
}

/** The subnets' places in the template, which their names tell. */
function placesOf(subnets: readonly Subnet[], name: string): ReadonlyMap<string, number> {
  return new Map(
    subnets.flatMap(({ SubnetId, Tags = [] }): [string, number][] => {
      const place = [0, 1].find((index) => Tags.some(({ Value }) => Value === `${name}-${index + 1}`));
      return SubnetId === undefined || place === undefined ? [] : [[SubnetId, place]];
    }),
  );
}

/** Routes and associations bear no tags: they belong to their table. */
function routing({ RouteTableId, Routes = [], Associations = [] }: RouteTable, places: ReadonlyMap<string, number>) {
  const isOpen = Routes.some(({ DestinationCidrBlock }) => DestinationCidrBlock === everywhere);
  return [
    ...owned("aws_route_table.public[0]", RouteTableId),
    ...(isOpen ? owned("aws_route.internet[0]", `${RouteTableId}_${everywhere}`) : []),
    ...Associations.flatMap(({ SubnetId = "" }) => {
      const place = places.get(SubnetId);
      const address = `aws_route_table_association.public[${place}]`;
      return place === undefined ? [] : owned(address, `${SubnetId}/${RouteTableId}`);
    }),
  ];
}

function owned(address: string, importId: string | undefined): Owned[] {
  return importId === undefined ? [] : [{ address, importId }];
}
