import { DescribeClustersCommand, ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { awsError } from "./aws-error.ts";
import { startFrontDoor } from "./front-door.ts";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
let s3: S3Client;
beforeAll(async () => {
  cloud = await startTestCloud();
  s3 = new S3Client({ ...cloud.client(), forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
  await s3.send(
    new CreateBucketCommand({ Bucket: "things", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
  );
}, 60_000);
afterAll(() => cloud.stop());

describe("the front door", () => {
  test("passes objects on, byte for byte", async () => {
    const Body = Buffer.alloc(3_000_000, "0123456789\u0000\u00ff");
    await s3.send(new PutObjectCommand({ Bucket: "things", Key: "a/b c", Body }));
    const { Body: read } = await s3.send(new GetObjectCommand({ Bucket: "things", Key: "a/b c" }));
    expect(Body.equals(await (read?.transformToByteArray() ?? Buffer.alloc(0)))).toBe(true);
  });

  test("serves presigned uploads and downloads", async () => {
    const Key = "presigned.txt";
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket: "things", Key }), { expiresIn: 60 });
    expect((await fetch(put, { method: "PUT", body: "hello" })).status).toBe(200);
    const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "things", Key }), { expiresIn: 60 });
    expect(await (await fetch(get)).text()).toBe("hello");
  });

  test("keeps the regions apart", async () => {
    const inIreland = new SecretsManagerClient(cloud.client("eu-west-1"));
    await inIreland.send(new CreateSecretCommand({ Name: "token", SecretString: "s" }));
    const inFrankfurt = new SecretsManagerClient(cloud.client("eu-central-1"));
    const read = new GetSecretValueCommand({ SecretId: "token" });
    expect((await inIreland.send(read)).SecretString).toBe("s");
    await expect(inFrankfurt.send(read)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("tells who calls what", async () => {
    cloud.seen.length = 0;
    await new ECSClient(cloud.client("eu-central-1")).send(new ListClustersCommand({}));
    await s3.send(new GetObjectCommand({ Bucket: "things", Key: "presigned.txt" }));
    expect(cloud.seen).toMatchObject([
      { service: "ecs", action: "ListClusters", region: "eu-central-1", accessKeyId: "test" },
      { service: "s3", action: "GET /things/presigned.txt", region: "eu-west-1" },
    ]);
    // moto loads a service when it is first called
  }, 30_000);

  test("lets a test make a call fail", async () => {
    cloud.interceptWith((request) =>
      request.action === "DescribeClusters" ? awsError(request, "ThrottlingException", "Rate exceeded") : undefined,
    );
    const ecs = new ECSClient(cloud.client());
    await expect(ecs.send(new DescribeClustersCommand({}))).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(ecs.send(new ListClustersCommand({}))).resolves.toBeDefined();
    cloud.interceptWith(undefined);
  });

  test("gives a service that keeps the tables of each key apart one key for all who call", async () => {
    const heard: (string | undefined)[] = [];
    const tables = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(tables, "listening");
    const url = `http://127.0.0.1:${(tables.address() as AddressInfo).port}`;
    const { sessions } = cloud;
    const upstreams = { dynamodb: { url, accessKeyId: "own" } };
    const door = await startFrontDoor({ motoUrl: url, sessions, services: {}, upstreams });
    for (const key of ["one", "another"]) {
      const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/dynamodb/aws4_request, Signature=0`;
      await fetch(door.url, { method: "POST", headers: { authorization }, body: "{}" });
    }
    expect(heard.map((header) => /Credential=(.*?),/.exec(header ?? "")?.[1])).toEqual([
      "own/20260101/eu-west-1/dynamodb/aws4_request",
      "own/20260101/eu-west-1/dynamodb/aws4_request",
    ]);
    await door.stop();
    tables.close();
  });
});
