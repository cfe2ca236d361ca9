import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { CreateStateMachineCommand, ListExecutionsCommand, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { startTestMoto, type TestMoto } from "../../local/cloud/test-moto.ts";
import { archive } from "./archive.ts";
import { artifacts } from "./artifacts.ts";
import { assumeRole } from "./assume-role.ts";
import { bucketClient } from "./bucket.ts";
import { executionArn, executions } from "./executions.ts";
import { secrets } from "./secrets.ts";
import { stateLocks } from "./state-lock.ts";
import { statePolicy } from "./state-policy.ts";
import { tendrilServices } from "./tendril-service.ts";
import { vineArchiveKey, vineArchives } from "./vine-archives.ts";

const bucket = "vintner-test";
const key = "tendrils/t1/terraform.tfstate";
const kept = { ...process.env };
let moto: TestMoto;

beforeAll(async () => {
  moto = await startTestMoto();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: moto.url,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  const s3 = bucketClient();
  const constraint = { LocationConstraint: "eu-west-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: constraint }));
}, 30_000);

afterAll(async () => {
  process.env = kept;
  await moto.stop();
});

const lock = (id: string) =>
  bucketClient().send(
    new PutObjectCommand({ Bucket: bucket, Key: `${key}.tflock`, Body: JSON.stringify({ ID: id, Who: "runner" }) }),
  );

describe("Terraform's lock of a state", () => {
  test("is undefined when nobody holds it", async () => {
    expect(await stateLocks(bucket).read(key)).toBeUndefined();
  });

  test("tells its holder and is freed as it was read", async () => {
    await lock("first");
    const locks = stateLocks(bucket);
    const held = await locks.read(key);
    expect(held).toMatchObject({ id: "first", who: "runner", operation: "" });
    expect(await locks.free(key, held?.etag ?? "")).toBe(true);
    expect(await locks.read(key)).toBeUndefined();
  });

  test("stays when another holder took it since", async () => {
    await lock("first");
    const locks = stateLocks(bucket);
    const held = await locks.read(key);
    await lock("second");
    expect(await locks.free(key, held?.etag ?? "")).toBe(false);
    expect(await locks.read(key)).toMatchObject({ id: "second" });
  });
});

async function* broken() {
  yield "STDOUT\tline\n";
  throw new Error("table is away");
}

describe("the archive of a log", () => {
  test("hashes the text before compression and serves it decompressed", async () => {
    const text = ["SYSTEM\tünicode\n", "STDOUT\tline\n"];
    const kept = await archive(bucket).put("jobs/a/log.txt.gz", text);
    expect(kept.sha256).toBe(createHash("sha256").update(text.join("")).digest("hex"));
    const answer = await fetch(await archive(bucket).urlOf("jobs/a/log.txt.gz"));
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(text.join(""));
  });

  test("leaves nothing behind when the log cannot be read", async () => {
    await expect(archive(bucket).put("jobs/b/log.txt.gz", broken())).rejects.toThrow("table is away");
    const head = bucketClient().send(new HeadObjectCommand({ Bucket: bucket, Key: "jobs/b/log.txt.gz" }));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
  });
});

test("a runner writes and reads an artifact by presigned URLs alone", async () => {
  const store = artifacts(bucket);
  const put = await fetch(await store.urlToWrite("jobs/a/errored_state"), { method: "PUT", body: "{}" });
  expect(put.status).toBe(200);
  expect(await (await fetch(await store.urlToRead("jobs/a/errored_state"))).text()).toBe("{}");
});

describe("an uploaded root module", () => {
  const bytes = Buffer.from("a root module");
  const sha256 = createHash("sha256").update(bytes).digest("hex");

  test("is there once it was put to its address with the headers of the answer", async () => {
    const store = vineArchives(bucket);
    expect(await store.has(sha256)).toBe(false);
    const { upload_url, headers } = await store.upload({ sha256, size: bytes.length }, new Date());
    expect((await fetch(upload_url, { method: "PUT", headers, body: bytes })).status).toBe(200);
    expect(await store.has(sha256)).toBe(true);
    const read = await fetch(await artifacts(bucket).urlToRead(vineArchiveKey(sha256)));
    expect(Buffer.from(await read.arrayBuffer())).toEqual(bytes);
  });

  test("is not called missing by a bucket that does not answer", async () => {
    const broken = bucketClient();
    broken.middlewareStack.add(
      () => async () => {
        throw new Error("the bucket is away");
      },
      { step: "finalizeRequest" },
    );
    await expect(vineArchives(bucket, broken).has(sha256)).rejects.toThrow("the bucket is away");
  });
});

test("a secret without a value reads as undefined, in its own region", async () => {
  const name = "vintner-t1-token";
  await new SecretsManagerClient({ region: "eu-central-1" }).send(new CreateSecretCommand({ Name: name }));
  const store = secrets();
  expect(await store.read(name, "eu-central-1")).toBeUndefined();
  await store.write(name, "value", "eu-central-1");
  expect(await store.read(name, "eu-central-1")).toBe("value");
  expect(await store.read(name)).toBeUndefined();
});

test("an execution is started once, however often it is asked for", async () => {
  const client = new SFNClient({});
  const definition = JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } });
  const roleArn = "arn:aws:iam::123456789012:role/machine";
  const { stateMachineArn = "" } = await client.send(
    new CreateStateMachineCommand({ name: "Deploy", definition, roleArn }),
  );
  const machine = executions();
  expect(await machine.describe(stateMachineArn, "j1")).toBeUndefined();
  const arn = await machine.start(stateMachineArn, "j1");
  expect(await machine.start(stateMachineArn, "j1")).toBe(arn);
  const listed = await client.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(listed.executions?.map(({ executionArn: found }) => found)).toEqual([arn]);
  await client.send(new StopExecutionCommand({ executionArn: arn, error: "E", cause: "by hand" }));
  expect(await machine.describe(stateMachineArn, "j1")).toMatchObject({ status: "ABORTED" });
});

test("a Tendril's service is counted up in its own region", async () => {
  const ecs = new ECSClient({ region: "eu-central-1" });
  await ecs.send(new CreateClusterCommand({ clusterName: "vintner-t1" }));
  const container = { name: "tendril", image: "i", memory: 64 };
  await ecs.send(new RegisterTaskDefinitionCommand({ family: "vintner-t1", containerDefinitions: [container] }));
  const names = { cluster: "vintner-t1", serviceName: "vintner-t1", taskDefinition: "vintner-t1" };
  await ecs.send(new CreateServiceCommand({ ...names, desiredCount: 0 }));
  const service = { region: "eu-central-1", cluster: "vintner-t1", service: "vintner-t1" };
  const services = tendrilServices();
  expect(await services.describe(service)).toMatchObject({ status: "ACTIVE", desiredCount: 0 });
  await services.setDesiredCount(service, 1);
  expect(await services.describe(service)).toMatchObject({ desiredCount: 1 });
  expect(await services.describe({ ...service, service: "other" })).toBeUndefined();
});

test("a role's session is named for the job", async () => {
  const role = await assumeRole()({ roleArn: "arn:aws:iam::123456789012:role/provisioner", jobId: "j1" });
  expect(role.arn).toMatch(/:assumed-role\/provisioner\/vintner-j1$/);
  expect(Date.parse(role.credentials.expires_at)).not.toBeNaN();
});

test("the state's session policy reaches one state and its lock", () => {
  expect(JSON.stringify(statePolicy("b", "tendrils/t1/terraform.tfstate"))).not.toContain("*");
});

test("an execution's ARN follows from the machine's and the job's id", () => {
  expect(executionArn("arn:aws:states:eu-west-1:123456789012:stateMachine:Deploy", "j1")).toBe(
    "arn:aws:states:eu-west-1:123456789012:execution:Deploy:j1",
  );
});
