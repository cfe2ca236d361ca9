import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCloudClient } from "./cloud-client.ts";
import { startTestMoto, type TestMoto } from "./test-moto.ts";

let folder: string;
let moto: TestMoto;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "moto-"));
  moto = await startTestMoto({}, join(folder, "moto.log"));
});

afterAll(async () => {
  await moto?.stop();
  rmSync(folder, { recursive: true });
});

test("what an answer 500 has come from is in the log by then", async () => {
  const broken = { method: "PUT", path: "/a-bucket", body: "<unclosed" };
  await expect(createCloudClient(moto.url).rest("s3", broken, "eu-west-1")).rejects.toThrow("500");
  expect(readFileSync(join(folder, "moto.log"), "utf8")).toMatch(/Traceback[^]*ExpatError/);
});
