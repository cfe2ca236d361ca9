import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalStack, type LocalStack } from "./stack.ts";

const roleArn = "arn:aws:iam::123456789012:role/Runner";
const att = (id: string, name = "Arn"): object => ({ "Fn::GetAtt": [id, name] });
const template = {
  Resources: {
    States: { Type: "AWS::S3::Bucket" },
    Echo: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Code: { S3Key: "code.zip" },
        Handler: "index.handler",
        Role: roleArn,
        Environment: { Variables: { TRELLIS_URL: att("Http", "ApiEndpoint"), STATE_BUCKET: { Ref: "States" } } },
      },
    },
    Http: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP" } },
    Integration: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: { ApiId: { Ref: "Http" }, IntegrationUri: att("Echo") },
    },
    Route: {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        ApiId: { Ref: "Http" },
        RouteKey: "ANY /{proxy+}",
        Target: { "Fn::Join": ["/", ["integrations", { Ref: "Integration" }]] },
      },
    },
    Distribution: {
      Type: "AWS::CloudFront::Distribution",
      Properties: {
        DistributionConfig: {
          DefaultCacheBehavior: { TargetOriginId: "api" },
          Origins: [{ Id: "api", DomainName: "api", CustomOriginConfig: {} }],
        },
      },
    },
    Machine: {
      Type: "AWS::StepFunctions::StateMachine",
      Properties: {
        StateMachineName: "m",
        RoleArn: roleArn,
        DefinitionString: JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } }),
      },
    },
  },
};
const program =
  "export const handler = async () => ({ url: process.env.TRELLIS_URL, aws: process.env.AWS_ENDPOINT_URL });";

let folder: string;
let stacks: readonly LocalStack[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stack-"));
  mkdirSync(join(folder, "assembly/code"), { recursive: true });
  const write = (name: string, body: unknown): void => {
    writeFileSync(join(folder, "assembly", name), typeof body === "string" ? body : JSON.stringify(body));
  };
  write("code/index.mjs", program);
  write("App.template.json", template);
  write("App.assets.json", { files: { code: { source: { path: "code" } } } });
  write("manifest.json", {
    artifacts: {
      assets: { type: "cdk:asset-manifest", properties: { file: "App.assets.json" } },
      App: { type: "aws:cloudformation:stack", properties: { templateFile: "App.template.json" } },
    },
  });
  const start = (name: string): Promise<LocalStack> =>
    createLocalStack({ assemblyDir: join(folder, "assembly"), dataDir: join(folder, name) });
  stacks = await Promise.all([start("one"), start("two")]);
}, 120_000);

afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.stop()));
  rmSync(folder, { recursive: true });
}, 30_000);

test("two stacks run side by side, each function with the endpoints of its own", async () => {
  const answers = await Promise.all(stacks.map(async ({ url }) => (await fetch(`${url}/anything`)).json()));
  expect(answers).toEqual(stacks.map(({ url, endpoints }) => ({ url, aws: endpoints.aws })));
  expect(new Set(stacks.map(({ url }) => url)).size).toBe(2);
});

test("the endpoints name the account, the region and the state bucket", async () => {
  const response = await fetch(`${stacks[0]?.url}/local/endpoints`);
  expect(await response.json()).toEqual({
    aws: stacks[0]?.endpoints.aws,
    dynamodb: stacks[0]?.endpoints.dynamodb,
    region: "eu-west-1",
    account_id: "123456789012",
    state_bucket: expect.stringMatching(/states/),
  });
});

test("Step Functions answers at the front door", async () => {
  const response = await fetch(stacks[1]?.endpoints.aws ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AWSStepFunctions.ListStateMachines",
      authorization:
        "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/states/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: "{}",
  });
  expect(await response.json()).toMatchObject({ stateMachines: [{ name: "m" }] });
});

test("the faults of every part are listed with a sentence each", async () => {
  const { items } = (await (await fetch(`${stacks[0]?.url}/local/faults`)).json()) as {
    items: { part: string; description: string }[];
  };
  expect(new Set(items.map(({ part }) => part))).toEqual(
    new Set(["step-functions", "events", "ecs", "functions", "gateway", "aws", "gcp", "azure", "all"]),
  );
  expect(items.every(({ description }) => description.endsWith("."))).toBe(true);
});
