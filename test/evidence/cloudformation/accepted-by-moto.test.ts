import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createCloudClient, xmlTexts } from "../../../local/cloud/cloud-client.ts";
import type { CloudClient } from "../../../local/cloud/cloud-client.ts";
import { readAssembly } from "../../../local/template/assembly.ts";
import type { AssemblyStack } from "../../../local/template/assembly.ts";
import { assemblyDir } from "../../assembly.ts";
import { startTestMoto } from "../../../local/cloud/test-moto.ts";
import type { TestMoto } from "../../../local/cloud/test-moto.ts";
import { withoutTypes } from "./known-to-moto.ts";
import { unknownToMoto } from "./unknown-to-moto.ts";

const region = "eu-west-1";
const bucket = `cdk-hnb659fds-assets-123456789012-${region}`;
const emptyZip = `PK\u0005\u0006${"\0".repeat(18)}`;
const unknown = new Set(Object.keys(unknownToMoto));
const { stacks } = readAssembly(assemblyDir);

let moto: TestMoto;
let cloud: CloudClient;
beforeAll(async () => {
  moto = await startTestMoto();
  cloud = createCloudClient(moto.url);
  await bootstrap();
});
afterAll(() => moto.stop());

test("moto's CloudFormation creates every resource of the templates whose type it knows", async () => {
  // In order: the second imports what the first exports.
  for (const { name, template } of stacks) {
    const known = withoutTypes(template, unknown);
    await put(`${name}.json`, JSON.stringify(known));
    const TemplateURL = `https://${bucket}.s3.amazonaws.com/${name}.json`;
    await cloud.query("cloudformation", "CreateStack", { StackName: name, TemplateURL }, region);
    const described = await cloud.query("cloudformation", "DescribeStacks", { StackName: name }, region);
    expect(xmlTexts(described, "StackStatus")).toEqual(["CREATE_COMPLETE"]);
    const listed = await cloud.query("cloudformation", "ListStackResources", { StackName: name }, region);
    expect(xmlTexts(listed, "LogicalResourceId").toSorted()).toEqual(Object.keys(known.Resources).toSorted());
  }
});

test("the list of types that moto does not know names only what the templates hold", () => {
  const types = new Set(stacks.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type)));
  expect([...unknown].filter((type) => !types.has(type))).toEqual([]);
});

/** What `cdk bootstrap` and the upload of the assets leave in an account. */
async function bootstrap(): Promise<void> {
  const Parameter = { Name: "/cdk-bootstrap/hnb659fds/version", Value: "30", Type: "String" };
  await cloud.json("ssm", "AmazonSSM.PutParameter", Parameter, region);
  const location = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await cloud.rest("s3", { method: "PUT", path: `/${bucket}`, body: location }, region);
  for (const key of new Set(stacks.flatMap(codeKeys))) await put(key, emptyZip);
}

function codeKeys({ template }: AssemblyStack): readonly string[] {
  return Array.from(JSON.stringify(template).matchAll(/"S3Key":"([^"]+)"/g), ([, key = ""]) => key);
}

async function put(key: string, body: string): Promise<void> {
  await cloud.rest("s3", { method: "PUT", path: `/${bucket}/${key}`, body }, region);
}
