import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { SessionCredentials } from "../local/cloud/sessions.ts";
import { CloudAccount } from "./cloud-account.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";

const minutes = 60_000;
const handedOut: SessionCredentials[] = [];
const secrets = new Map<string, string>();
let local: TestStack;
let account: CloudAccount;
let jobId: string;

beforeAll(async () => {
  local = await startTestStack({ onCredentials: (credentials) => handedOut.push(credentials) });
  account = new CloudAccount(local.stack.endpoints);
  const job = await local.client.deploy("secretive");
  jobId = job.id;
  expect(await local.client.closed(jobId)).toMatchObject({ status: "SUCCESS" });
  await local.client.online("secretive");
  secrets.set("Tendril's token", await account.secret(`vintner-${job.target.id}-token`, "eu-west-1"));
  const platformToken = await account.platformToken();
  secrets.set("platform runner's token", platformToken);
  secrets.set(
    "job's token",
    createHmac("sha256", platformToken)
      .update(await account.claimOf(jobId))
      .digest("hex"),
  );
  for (const { accessKeyId, secretAccessKey, sessionToken } of handedOut) {
    secrets.set(`secret key of ${accessKeyId}`, secretAccessKey);
    secrets.set(`session token of ${accessKeyId}`, sessionToken);
  }
}, 3 * minutes);

afterAll(async () => {
  await local?.stop();
});

/** Names of the secrets that stand in a text, also in base64. */
function found(text: string): string[] {
  return [...secrets]
    .filter(([, value]) => text.includes(value) || text.includes(Buffer.from(value).toString("base64")))
    .map(([name]) => name);
}

test("knows the secrets it searches for", () => {
  expect(handedOut.length).toBeGreaterThan(5);
  for (const value of secrets.values()) expect(value.length).toBeGreaterThan(20);
});

test("no execution's input, output or history holds a secret", async () => {
  const executions = await account.executions();
  expect(executions).toContain(jobId);
  expect(found(executions)).toEqual([]);
});

test("no table holds a secret", async () => {
  for (const table of await account.tables()) {
    expect([table, found(JSON.stringify(await account.rows(table)))]).toEqual([table, []]);
  }
});

test("no job and no log holds a secret", async () => {
  const { client } = local;
  const texts = [JSON.stringify((await client.get("/api/jobs")).body), await client.logText(jobId)];
  expect(found(texts.join(""))).toEqual([]);
});

test("no log of a program holds a secret", async () => {
  const names = await readdir(local.stack.logDir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect([file, found(await readFile(file, "utf8"))]).toEqual([file, []]);
});
