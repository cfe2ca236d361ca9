import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

const trust = (principal: string, Condition = {}) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { AWS: principal }, Condition },
  ],
});

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
  const root = `arn:aws:iam::${cloud.account}:root`;
  await cloud.createRole("Caller", trust(root));
  await cloud.createRole("Connected", trust(root, { StringEquals: { "sts:ExternalId": "right" } }));
  await cloud.createRole("Named", trust(arn("Caller")));
}, 60_000);
afterAll(() => cloud.stop());

const arn = (name: string) => `arn:aws:iam::${cloud.account}:role/${name}`;
const asRoot = () => new STSClient(cloud.client());
const asRole = (name: string) => {
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.sessions.issue({
    roleArn: arn(name),
    sessionName: "fn",
  });
  return new STSClient({ ...cloud.client(), credentials: { accessKeyId, secretAccessKey, sessionToken } });
};

describe("the local STS", () => {
  test("gives credentials that act as the role's session", async () => {
    const assumed = await asRoot().send(
      new AssumeRoleCommand({
        RoleArn: arn("Connected"),
        RoleSessionName: "job-1",
        ExternalId: "right",
        DurationSeconds: 900,
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = assumed.Credentials ?? {};
    expect(Expiration?.getTime()).toBeCloseTo(cloud.clock.now.getTime() + 900_000, -4);
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const identity = await new STSClient({ ...cloud.client(), credentials }).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${cloud.account}:assumed-role/Connected/job-1`);
    expect(identity.UserId).toBe(assumed.AssumedRoleUser?.AssumedRoleId);
  });

  test.each([
    ["a wrong external id", { RoleArn: "Connected", ExternalId: "wrong" }, "AccessDenied"],
    ["a role that does not exist", { RoleArn: "Nobody" }, "AccessDenied"],
    ["a role that trusts somebody else", { RoleArn: "Named" }, "AccessDenied"],
    ["a session name with a space", { RoleArn: "Caller", RoleSessionName: "a b" }, "ValidationError"],
    ["too short a duration", { RoleArn: "Caller", DurationSeconds: 60 }, "ValidationError"],
    ["a duration beyond the role's", { RoleArn: "Caller", DurationSeconds: 7200 }, "ValidationError"],
    ["a policy that is not JSON", { RoleArn: "Caller", Policy: "{" }, "MalformedPolicyDocumentException"],
  ])("refuses %s", async (_, { RoleArn, ...more }, name) => {
    const command = new AssumeRoleCommand({ RoleArn: arn(RoleArn), RoleSessionName: "job-1", ...more });
    await expect(asRoot().send(command)).rejects.toMatchObject({ name });
  });

  test("lets a role in that the trust names, with the session's tags and policy on record", async () => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const assumed = await asRole("Caller").send(
      new AssumeRoleCommand({
        RoleArn: arn("Named"),
        RoleSessionName: "job-1",
        Tags: [{ Key: "job", Value: "1" }],
        Policy,
      }),
    );
    const principal = cloud.sessions.principalOf(assumed.Credentials?.AccessKeyId);
    expect(principal).toMatchObject({ tags: { job: "1" }, policies: [Policy] });
  });

  test("asks the caller's own policies when the trust names its account", async () => {
    const command = new AssumeRoleCommand({ RoleArn: arn("Connected"), RoleSessionName: "job-1", ExternalId: "right" });
    await expect(asRole("Caller").send(command)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::${cloud.account}:assumed-role/Caller/fn is not authorized to perform: sts:AssumeRole on resource: ${arn("Connected")}`,
    });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: arn("Conn*") }],
    });
    await cloud.moto.query(
      "iam",
      "PutRolePolicy",
      { RoleName: "Caller", PolicyName: "assume", PolicyDocument },
      "us-east-1",
    );
    await expect(asRole("Caller").send(command)).resolves.toBeDefined();
  });

  test("holds role chaining to an hour", async () => {
    const command = new AssumeRoleCommand({ RoleArn: arn("Named"), RoleSessionName: "job-1", DurationSeconds: 3601 });
    await expect(asRole("Caller").send(command)).rejects.toThrow("role chaining");
  });

  test("refuses credentials that have expired", async () => {
    const client = asRole("Caller");
    cloud.clock.now = new Date(cloud.clock.now.getTime() + 3_600_000);
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: "ExpiredToken" });
  });
});
