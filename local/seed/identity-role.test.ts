import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startTestCloud, type TestCloud } from "../cloud/test-cloud.ts";
import { readRole } from "../cloud/roles.ts";
import { listen } from "../gateway/listen.ts";
import { seededAccountId } from "./account.ts";
import { createRoleRoute } from "./role-route.ts";

const trusted = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::123456789012:role/B" } };
const condition = { StringEquals: { "sts:ExternalId": "secret-1" } };
const template = {
  Resources: {
    Access: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: "Access",
        AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ ...trusted, Condition: condition }] },
        Policies: [
          {
            PolicyName: "read",
            PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }] },
          },
        ],
      },
    },
  },
  Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Access", "Arn"] } } },
};
const roleArn = `arn:aws:iam::${seededAccountId}:role/Access`;

let cloud: TestCloud;
let api: Server;
let answer: { status: number; body: unknown };
let asked: string[];
beforeAll(async () => {
  cloud = await startTestCloud();
}, 60_000);
afterAll(() => cloud.stop());
beforeEach(async () => {
  const part = { title: "t", kind: "cloudformation", filename: "f", text: JSON.stringify(template) };
  answer = { status: 200, body: { provider: "aws", trust: {}, parts: [part] } };
  asked = [];
  api = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    response.writeHead(answer.status);
    response.end(JSON.stringify(answer.body));
  });
  await listen(api, 0);
});
afterEach(() => void api.close());

function setUp(request: unknown = {}) {
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const route = createRoleRoute({ apiUrl, token: async () => "t1", moto: cloud.moto, region: "eu-west-1" });
  return route("id-1", request);
}

const trustOf = async () => (await readRole(cloud.moto, roleArn))?.trust.Statement;

test("the identity's own template makes the role in the seeded account, again and again", async () => {
  for (let time = 0; time < 2; time++) {
    expect(await setUp()).toMatchObject({ status: 200, body: JSON.stringify({ role_arn: roleArn }) });
    expect(await trustOf()).toMatchObject([{ Condition: condition }]);
  }
  expect(asked[0]).toBe("/api/cloud-identities/id-1/setup Bearer t1");
});

test("the condition can be left out, and comes back", async () => {
  await setUp({ external_id_condition: false });
  expect(await trustOf()).toEqual([trusted]);
  await setUp();
  expect(await trustOf()).toEqual([{ ...trusted, Condition: condition }]);
});

test("what the API says of an identity that it does not know is passed on", async () => {
  answer = { status: 404, body: { code: "NOT_FOUND" } };
  expect(await setUp()).toMatchObject({
    status: 404,
    body: JSON.stringify({ code: "NOT_FOUND" }),
    headers: { "content-type": "application/problem+json" },
  });
});

test("an identity without a CloudFormation template is refused", async () => {
  answer = { status: 200, body: { provider: "gcp", trust: {}, parts: [] } };
  expect(await setUp()).toMatchObject({ status: 400, body: expect.stringContaining("INVALID_REQUEST") });
});

test("an unknown field is refused", async () => {
  await expect(setUp({ condition: false })).rejects.toThrow("condition");
});
