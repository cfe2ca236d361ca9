import { DescribeSubnetsCommand, EC2Client, paginateDescribeSubnets } from "@aws-sdk/client-ec2";
import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { ListHostedZonesCommand, Route53Client } from "@aws-sdk/client-route-53";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createFaults } from "../faults/faults.ts";
import { seedAccount, seededAccountId, seedManySubnets } from "../seed/account.ts";
import { createDoorFaults } from "./door-faults.ts";
import { createEc2Pages } from "./ec2-pages.ts";
import { startFrontDoor, type FrontDoor } from "./front-door.ts";
import { startTestCloud, type TestCloud } from "./test-cloud.ts";

const region = "us-east-1";
const byText = (one = "", other = "") => one.localeCompare(other);
const doorFaults = createDoorFaults();
const faults = createFaults(doorFaults.faults);
let cloud: TestCloud;
let door: FrontDoor;
beforeAll(async () => {
  cloud = await startTestCloud();
  const { moto, sessions } = cloud;
  const services = { ec2: createEc2Pages(moto, sessions) };
  door = await startFrontDoor({ motoUrl: moto.url, sessions, services, intercept: doorFaults.intercept });
  await seedAccount(moto);
}, 60_000);
afterAll(async () => {
  await door.stop();
  await cloud.stop();
});
afterEach(() => faults.clear());

function config(account: string, maxAttempts = 1) {
  const roleArn = `arn:aws:iam::${account}:role/Connected`;
  const credentials = cloud.sessions.issue({ roleArn, sessionName: "job-1" });
  return { endpoint: door.url, region, credentials, maxAttempts };
}

const set = (fault: string, more: object) => faults.set({ part: "aws", fault, ...more });

describe("the seeded account", () => {
  test("is apart from the platform's", async () => {
    const users = async (account: string) => {
      const { Users = [] } = await new IAMClient(config(account)).send(new ListUsersCommand({}));
      return Users.map(({ UserName }) => UserName).toSorted(byText);
    };
    expect(await users(seededAccountId)).toEqual(["ada", "deploy-bot", "grace"]);
    expect(await users(cloud.account)).toEqual([]);
  });

  test("has two hosted zones, and subnets by name", async () => {
    const zones = await new Route53Client(config(seededAccountId)).send(new ListHostedZonesCommand({}));
    expect(zones.HostedZones?.map(({ Name }) => Name).toSorted(byText)).toEqual([
      "example.org.",
      "staging.example.org.",
    ]);
    const { Subnets = [] } = await new EC2Client(config(seededAccountId)).send(new DescribeSubnetsCommand({}));
    const names = Subnets.flatMap(({ Tags = [] }) => Tags.map(({ Value }) => Value));
    expect(names.toSorted(byText)).toEqual(["staging-a", "staging-b"]);
  });

  test("gives a long list page by page to who asks for pages", async () => {
    await seedManySubnets(cloud.moto, 30, region);
    const client = new EC2Client(config(seededAccountId));
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client, pageSize: 20 }, {})) {
      pages.push(Subnets.length);
      for (const { SubnetId } of Subnets) ids.add(SubnetId);
    }
    const { Subnets: all = [] } = await client.send(new DescribeSubnetsCommand({}));
    expect([pages.slice(0, -1), ids.size]).toEqual([[20], all.length]);
    await expect(client.send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken: "x" }))).rejects.toMatchObject({
      name: "InvalidNextToken",
    });
  });
});

describe("faults of AWS", () => {
  test("throttle is waited out by the SDK's own retries", async () => {
    await set("throttle", { service: "ec2", action: "DescribeSubnets", count: 2 });
    const once = new EC2Client(config(seededAccountId));
    await expect(once.send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({ name: "RequestLimitExceeded" });
    const patient = new EC2Client(config(seededAccountId, 3));
    await expect(patient.send(new DescribeSubnetsCommand({}))).resolves.toBeDefined();
  });

  test("deny names the action, for the service and region that were chosen", async () => {
    await set("deny", { service: "route53", action: "ListHostedZones" });
    await set("deny", { service: "ec2", region: "eu-west-1" });
    const route53 = new Route53Client(config(seededAccountId));
    await expect(route53.send(new ListHostedZonesCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("route53:ListHostedZones"),
    });
    const ec2 = (inRegion: string) =>
      new EC2Client({ ...config(seededAccountId), region: inRegion }).send(new DescribeSubnetsCommand({}));
    await expect(ec2("us-east-1")).resolves.toBeDefined();
    await expect(ec2("eu-west-1")).rejects.toMatchObject({ name: "UnauthorizedOperation" });
    await expect(ec2("eu-west-1")).resolves.toBeDefined();
  });

  test("slow holds a call back", async () => {
    expect(await set("slow", { service: "iam", seconds: 0.1 })).toMatchObject({ status: 200 });
    await expect(new IAMClient(config(seededAccountId)).send(new ListUsersCommand({}))).resolves.toBeDefined();
    expect(await set("slow", { service: "iam", seconds: 0 })).toMatchObject({ status: 400 });
  });
});
