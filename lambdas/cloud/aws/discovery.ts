import { DescribeRegionsCommand, EC2Client, type Tag } from "@aws-sdk/client-ec2";
import { paginateDescribeSecurityGroups, paginateDescribeSubnets, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import { IAMClient, paginateListUsers } from "@aws-sdk/client-iam";
import { paginateListHostedZones, Route53Client } from "@aws-sdk/client-route-53";
import type { SessionOf } from "../../contract/identity-session.ts";
import { resourceKinds, type Resource } from "../../contract/resources.ts";
import { inRegions } from "./in-regions.ts";
import type { Discovery } from "../identity-cloud.ts";
import { readPolicy } from "./read-policy.ts";
import { sdkCredentials } from "./sdk-credentials.ts";

type Session = SessionOf<"aws">;
type Pages = AsyncIterable<readonly Resource[]>;

/** The most that EC2 gives in a page. */
const pageSize = 1000;

/** With the SDK's jitter up to 20 s between them: a burst of throttling is waited out, until discovery's time is over. */
const attempts = 8;

/** Lists what an AWS account holds: networks in every region that is enabled, zones and users once. */
export function awsDiscovery(): Discovery<Session> {
  return {
    kinds: resourceKinds.aws,
    list(kind, session, signal) {
      const config = { credentials: sdkCredentials(session.credentials), maxAttempts: attempts };
      const ec2 = (region?: string) => new EC2Client({ ...config, ...(region !== undefined && { region }) });
      const everywhere = (list: (client: EC2Client, region: string) => Pages): Pages =>
        inRegions(
          () => enabledRegions(ec2(), signal),
          (region) => list(ec2(region), region),
        );
      switch (kind) {
        case "vpcs":
          return everywhere((client, region) => vpcs(client, region, signal));
        case "subnets":
          return everywhere((client, region) => subnets(client, region, signal));
        case "security_groups":
          return everywhere((client, region) => securityGroups(client, region, signal));
        case "hosted_zones":
          return hostedZones(new Route53Client(config), signal);
        case "iam_users":
          return iamUsers(new IAMClient(config), signal);
        default:
          throw new Error(`AWS has no ${kind}`);
      }
    },
    advice: (kind) => `Allow the role to do this, such as with the policy ${JSON.stringify(readPolicy([kind]))}`,
  };
}

async function enabledRegions(client: EC2Client, abortSignal: AbortSignal): Promise<readonly string[]> {
  const { Regions = [] } = await client.send(new DescribeRegionsCommand({}), { abortSignal });
  return Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
}

async function* vpcs(client: EC2Client, region: string, abortSignal: AbortSignal): Pages {
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client, pageSize }, {}, { abortSignal })) {
    yield Vpcs.map(({ VpcId = "", CidrBlock: cidr, Tags }) => ({
      id: VpcId,
      name: nameOf(Tags) ?? VpcId,
      region,
      ...(cidr !== undefined && { cidr }),
    }));
  }
}

async function* subnets(client: EC2Client, region: string, abortSignal: AbortSignal): Pages {
  for await (const { Subnets = [] } of paginateDescribeSubnets({ client, pageSize }, {}, { abortSignal })) {
    yield Subnets.map(({ SubnetId = "", CidrBlock: cidr, VpcId: parent_id, Tags }) => ({
      id: SubnetId,
      name: nameOf(Tags) ?? SubnetId,
      region,
      ...(cidr !== undefined && { cidr }),
      ...(parent_id !== undefined && { parent_id }),
    }));
  }
}

async function* securityGroups(client: EC2Client, region: string, abortSignal: AbortSignal): Pages {
  const pages = paginateDescribeSecurityGroups({ client, pageSize }, {}, { abortSignal });
  for await (const { SecurityGroups = [] } of pages) {
    yield SecurityGroups.map(({ GroupId = "", GroupName, VpcId: parent_id }) => ({
      id: GroupId,
      name: GroupName ?? GroupId,
      region,
      ...(parent_id !== undefined && { parent_id }),
    }));
  }
}

async function* hostedZones(client: Route53Client, abortSignal: AbortSignal): Pages {
  for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {}, { abortSignal })) {
    yield HostedZones.map(({ Id = "", Name = "" }) => ({ id: Id.replace("/hostedzone/", ""), name: Name }));
  }
}

async function* iamUsers(client: IAMClient, abortSignal: AbortSignal): Pages {
  for await (const { Users = [] } of paginateListUsers({ client, pageSize }, {}, { abortSignal })) {
    yield Users.map(({ Arn, UserName = "" }) => ({ id: Arn ?? UserName, name: UserName }));
  }
}

function nameOf(tags: readonly Tag[] | undefined): string | undefined {
  return tags?.find(({ Key }) => Key === "Name")?.Value || undefined;
}
