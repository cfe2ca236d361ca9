import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startFrontDoor, type FrontDoor } from "../cloud/front-door.ts";
import { startTestCloud, type TestCloud } from "../cloud/test-cloud.ts";
import { functionError } from "./invoke-result.ts";
import { createLambdaService } from "./lambda-service.ts";

const roleArn = "arn:aws:iam::123456789012:role/Discover";
const arn = "arn:aws:lambda:eu-west-1:123456789012:function:broker";
const broker = {
  name: "broker",
  arn,
  codeDir: "/",
  handler: "index.handler",
  timeoutSeconds: 1,
  memoryMegabytes: 1,
  environment: {},
  roleArn,
};
let cloud: TestCloud;
let door: FrontDoor;
beforeAll(async () => {
  cloud = await startTestCloud();
  const { moto, sessions } = cloud;
  await cloud.createRole("Discover", { Version: "2012-10-17", Statement: [] });
  const host = {
    definitions: () => [broker],
    invoke: async (_: string, event: unknown) =>
      event === "fail" ? functionError("Refused", "no") : { ok: true as const, payload: { event } },
  };
  const services = { lambda: createLambdaService({ host, moto, sessions }) };
  door = await startFrontDoor({ motoUrl: moto.url, sessions, services });
}, 60_000);
afterAll(async () => {
  await door.stop();
  await cloud.stop();
});

function client(asRole: boolean): LambdaClient {
  const issued = cloud.sessions.issue({ roleArn, sessionName: "fn" });
  const credentials = asRole ? issued : { accessKeyId: "root", secretAccessKey: "root" };
  return new LambdaClient({ endpoint: door.url, region: "eu-west-1", credentials, maxAttempts: 1 });
}

const invoke = (FunctionName: string, event: unknown, asRole = false) =>
  client(asRole).send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
const text = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString()) as unknown;

test("a function is called by name or ARN and its answer comes back", async () => {
  const answered = await invoke("broker", { job: 1 });
  expect([answered.StatusCode, answered.FunctionError, text(answered.Payload)]).toEqual([
    200,
    undefined,
    { event: { job: 1 } },
  ]);
  expect(text((await invoke(arn, 2)).Payload)).toEqual({ event: 2 });
});

test("a function's error is an answer", async () => {
  const answered = await invoke("broker", "fail");
  expect([answered.StatusCode, answered.FunctionError, text(answered.Payload)]).toEqual([
    200,
    "Unhandled",
    { errorType: "Refused", errorMessage: "no" },
  ]);
});

test("a function that nobody has is not found", async () => {
  await expect(invoke("nobody", 1)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a role needs a policy that allows it", async () => {
  await expect(invoke("broker", 1, true)).rejects.toMatchObject({ name: "AccessDeniedException" });
  const statement = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: [arn, `${arn}:*`] };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await cloud.moto.query(
    "iam",
    "PutRolePolicy",
    { RoleName: "Discover", PolicyName: "p", PolicyDocument },
    "us-east-1",
  );
  expect(text((await invoke("broker", 1, true)).Payload)).toEqual({ event: 1 });
});
