import { xmlTexts } from "../cloud/cloud-client.ts";
import type { CloudClient } from "../cloud/cloud-client.ts";

/** The account that a cloud identity is connected to: not the one that the platform itself lives in. */
export const seededAccountId = "210987654321";

interface SeededNetwork {
  readonly region: string;
  readonly name: string;
  readonly cidr: string;
  /** By name: range, and the zone's letter. */
  readonly subnets: Readonly<Record<string, readonly [cidr: string, zone: string]>>;
  readonly securityGroups: readonly string[];
}

const networks: readonly SeededNetwork[] = [
  {
    region: "eu-west-1",
    name: "production",
    cidr: "10.10.0.0/16",
    subnets: {
      "production-a": ["10.10.0.0/24", "a"],
      "production-b": ["10.10.1.0/24", "b"],
      "production-data": ["10.10.8.0/22", "a"],
    },
    securityGroups: ["web", "database"],
  },
  {
    region: "us-east-1",
    name: "staging",
    cidr: "10.50.0.0/16",
    subnets: { "staging-a": ["10.50.0.0/24", "a"], "staging-b": ["10.50.1.0/24", "b"] },
    securityGroups: ["web"],
  },
];

const zones = ["example.org.", "staging.example.org."];
const users = ["ada", "grace", "deploy-bot"];

/** Fills the account, straight into moto. */
export async function seedAccount(moto: CloudClient): Promise<void> {
  const account = moto.inAccount(seededAccountId);
  await Promise.all([
    ...networks.map((network) => seedNetwork(account, network)),
    ...zones.map((zone) => seedZone(account, zone)),
    ...users.map((UserName) => account.query("iam", "CreateUser", { UserName }, "us-east-1")),
  ]);
}

async function seedNetwork(account: CloudClient, { region, name, cidr, subnets, securityGroups }: SeededNetwork) {
  const ec2 = (action: string, parameters: Readonly<Record<string, string>>) =>
    account.query("ec2", action, parameters, region);
  const [VpcId = ""] = xmlTexts(await ec2("CreateVpc", { CidrBlock: cidr, ...nameTag("vpc", name) }), "vpcId");
  for (const [subnet, [CidrBlock, zone]] of Object.entries(subnets)) {
    await ec2("CreateSubnet", { VpcId, CidrBlock, AvailabilityZone: `${region}${zone}`, ...nameTag("subnet", subnet) });
  }
  for (const GroupName of securityGroups) {
    await ec2("CreateSecurityGroup", { VpcId, GroupName, GroupDescription: `${GroupName} of ${name}` });
  }
}

function seedZone(account: CloudClient, zone: string): Promise<Response> {
  const body =
    `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${zone}</Name>` +
    `<CallerReference>seed-${zone}</CallerReference></CreateHostedZoneRequest>`;
  return account.rest("route53", { method: "POST", path: "/2013-04-01/hostedzone", body }, "us-east-1");
}

function nameTag(resourceType: string, name: string): Readonly<Record<string, string>> {
  return {
    "TagSpecification.1.ResourceType": resourceType,
    "TagSpecification.1.Tag.1.Key": "Name",
    "TagSpecification.1.Tag.1.Value": name,
  };
}

/** A network with so many subnets that a list of them has more pages, and no one item of a table holds it. */
export async function seedManySubnets(
  moto: CloudClient,
  count: number,
  region: string,
): Promise<{ readonly vpc_id: string; readonly created: number }> {
  const account = moto.inAccount(seededAccountId);
  const ec2 = (action: string, parameters: Readonly<Record<string, string>>) =>
    account.query("ec2", action, parameters, region);
  const [VpcId = ""] = xmlTexts(
    await ec2("CreateVpc", { CidrBlock: "10.200.0.0/16", ...nameTag("vpc", "many") }),
    "vpcId",
  );
  for (let index = 0; index < count; index++) {
    // 16 addresses each: 4,096 of them fit
    const CidrBlock = `10.200.${index >> 4}.${(index & 15) << 4}/28`;
    await ec2("CreateSubnet", { VpcId, CidrBlock, ...nameTag("subnet", `many-${index + 1}`) });
  }
  return { vpc_id: VpcId, created: count };
}
