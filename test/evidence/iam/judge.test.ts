import { expect, test } from "@jest/globals";
import type { AwsCall } from "../../../local/cloud/aws-call.ts";
import { needsOf } from "../permissions/needs.ts";
import { createJudge } from "./judge.ts";
import { stackFacts } from "./stack-facts.ts";

const roleArn = "arn:aws:iam::123456789012:role/reader";
const table = "arn:aws:dynamodb:eu-west-1:123456789012:table/jobs";
const statements = [
  { Effect: "Allow", Action: ["dynamodb:Query", "dynamodb:PutItem"], Resource: [table, `${table}/index/*`] },
  { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::bucket/*" },
  { Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
  {
    Effect: "Allow",
    Action: "ecs:ListTasks",
    Resource: "*",
    Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/ours" } },
  },
];
const endpoints = {
  aws: "http://127.0.0.1:9",
  dynamodb: "http://127.0.0.1:9",
  region: "eu-west-1",
  account_id: "123456789012",
  state_bucket: "",
};
const stacks = [
  {
    name: "Vintner",
    outputs: {},
    unsupported: [],
    ignored: [],
    resources: {
      Reader: { type: "AWS::IAM::Role", ref: "reader", attributes: { Arn: roleArn }, properties: {} },
      ReaderPolicy: {
        type: "AWS::IAM::Policy",
        ref: "policy",
        properties: { Roles: ["reader"], PolicyDocument: { Statement: statements } },
      },
    },
  },
];
const judge = createJudge({ stacks, endpoints });

async function verdicts(call: Partial<AwsCall>, policies: readonly string[] = []) {
  const whole: AwsCall = {
    service: "dynamodb",
    action: "",
    region: "eu-west-1",
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.alloc(0),
    ...call,
    principal: { account: "123456789012", roleArn, policies, tags: {} },
  };
  const needs = needsOf(whole, stackFacts({ stacks })) ?? [];
  const decided = await Promise.all(needs.map((need) => judge(whole.principal, whole.region, need)));
  return needs.map(({ action }, n) => `${action} ${decided[n]?.allowed ? "allowed" : "refused"}`);
}
const json = (body: unknown) => Buffer.from(JSON.stringify(body));

test.each([
  ["a query of an index", "Query", { TableName: "jobs", IndexName: "by_status" }, ["dynamodb:Query allowed"]],
  ["a scan that no statement names", "Scan", { TableName: "jobs" }, ["dynamodb:Scan refused"]],
  ["another table", "Query", { TableName: "locks" }, ["dynamodb:Query refused"]],
  [
    "a transaction by its parts",
    "TransactWriteItems",
    { TransactItems: [{ Put: { TableName: "jobs" } }, { Update: { TableName: "jobs" } }] },
    ["dynamodb:PutItem allowed", "dynamodb:UpdateItem refused"],
  ],
])("judges %s", async (_, action, body, expected) => {
  expect(await verdicts({ action, body: json(body) })).toEqual(expected);
});

test("an explicit deny wins over an allow", async () => {
  const call = (method: string) => ({ service: "s3", action: `${method} /bucket/key`, method, url: "/bucket/key" });
  expect(await verdicts(call("GET"))).toEqual(["s3:GetObject allowed"]);
  expect(await verdicts(call("DELETE"))).toEqual(["s3:DeleteObject refused"]);
  expect(await verdicts(call("OPTIONS"))).toEqual([]);
});

test("a condition holds for the request that it names", async () => {
  const call = (cluster: string) => ({ service: "ecs", action: "ListTasks", body: json({ cluster }) });
  expect(await verdicts(call("ours"))).toEqual(["ecs:ListTasks allowed"]);
  expect(await verdicts(call("theirs"))).toEqual(["ecs:ListTasks refused"]);
});

test("a session policy narrows what the role permits, and never widens it", async () => {
  const only = (Action: string) => [JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] })];
  const query = { action: "Query", body: json({ TableName: "jobs" }) };
  expect(await verdicts(query, only("dynamodb:Query"))).toEqual(["dynamodb:Query allowed"]);
  expect(await verdicts(query, only("dynamodb:PutItem"))).toEqual(["dynamodb:Query refused"]);
  const scan = { action: "Scan", body: json({ TableName: "jobs" }) };
  expect(await verdicts(scan, only("dynamodb:*"))).toEqual(["dynamodb:Scan refused"]);
});
