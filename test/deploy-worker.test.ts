import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { describeApi } from "../lambdas/contract/api/describe.ts";
import type { OpenApiDocument } from "../lambdas/contract/api/open-api.ts";
import type { Job } from "../lambdas/contract/job.ts";
import type { SessionCredentials } from "../local/cloud/sessions.ts";
import { CloudAccount } from "./cloud-account.ts";
import { KnownSecrets, textsOfProgramLogs, textsOfTables } from "./known-secrets.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";
import { textOf, type Watcher } from "../local/client/trellis-client.ts";

const minutes = 60_000;
const handedOut: SessionCredentials[] = [];
const secrets = new KnownSecrets();
let local: TestStack;
let account: CloudAccount;
let north: Job;
let watcher: Watcher;

/** Two deployments at the same time; a reader joins the first one once Terraform is at work. */
beforeAll(async () => {
  local = await startTestStack({ onCredentials: (credentials) => handedOut.push(credentials) });
  account = new CloudAccount(local.stack.endpoints);
  const { client } = local;
  const [first, second] = await Promise.all([client.deploy("north"), client.deploy("center", "eu-central-1")]);
  await client.jobWhen(first.id, (job) => job.steps.some(({ name }) => name === "Terraform Apply"));
  watcher = await client.watch(`job:${first.id}`);
  const other = client.closed(second.id);
  north = await client.closed(first.id);
  expect((await other).status).toBe("SUCCESS");
}, 5 * minutes);

afterAll(async () => {
  watcher?.close();
  await local?.stop();
});

/** Learns what was secret in all that was done up to here. */
async function learnSecrets(): Promise<void> {
  secrets.add("Tendril's token", await account.secret(`vintner-${north.target.id}-token`, "eu-west-1"));
  const platformToken = await account.platformToken();
  secrets.add("platform runner's token", platformToken);
  await secrets.addJobToken(account, north.id, platformToken);
  secrets.addCredentials(handedOut);
}

test("reaches SUCCESS through every step of its type", () => {
  expect(north).toMatchObject({ status: "SUCCESS", attempt: 1, error_code: null, tendril_name: "platform" });
  expect(north.steps.map(({ number, name, ok }) => [number, name, ok])).toEqual([
    [0, "Begin", true],
    [1, "Assume Platform Role", true],
    [2, "Generate Terraform Config", true],
    [3, "Terraform Init", true],
    [4, "Terraform Apply", true],
    [5, "Register Tendril", true],
    [6, "Start Tendril", true],
    [99, "Report Results", true],
  ]);
});

test("serves the description of the API without signing in, as the file that it is", async () => {
  const response = await fetch(`${local.stack.url}/api/openapi.json`);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  const served = (await response.json()) as OpenApiDocument;
  expect(served).toEqual(JSON.parse(JSON.stringify(describeApi(served.info.version))));
});

test.each([
  ["north", "eu-west-1"],
  ["center", "eu-central-1"],
])(
  "brings %s ONLINE in %s",
  async (name, region) => {
    expect(await local.client.online(name)).toMatchObject({ mode: "cloud-hosted", region, current_job_id: null });
  },
  30_000,
);

test.each([
  ["north", "eu-west-1"],
  ["center", "eu-central-1"],
])("has made all that %s needs in %s, tagged", async (name, region) => {
  const id = (await local.client.online(name)).id;
  const service = await account.service(id, region);
  expect(service.desiredCount).toBe(1);
  expect(service.tags).toContainEqual({ key: "vintner:tendril-id", value: id });
  const definition = await account.taskDefinition(service.taskDefinition, region);
  expect(definition).toMatchObject({
    executionRoleArn: expect.stringContaining(`vintner-${id}`),
    taskRoleArn: expect.stringContaining(`vintner-${id}`),
  });
  expect(await account.clusters(region)).toContainEqual(expect.stringContaining(`vintner-${id}`));
  expect((await account.roleNames()).filter((role) => role.includes(id))).toHaveLength(2);
  expect(await account.logGroups(region)).toContain(`/vintner/tendrils/${id}`);
  expect(await account.securityGroups(id, region)).toHaveLength(1);
  expect(await account.secret(`vintner-${id}-token`, region)).not.toBe("");
});

test("leaves the state in the bucket and no lock file beside it", async () => {
  const keys = await account.stateKeys();
  expect(keys.filter((key) => key.endsWith(".tfstate"))).toHaveLength(2);
  expect(keys.filter((key) => key.endsWith(".tflock"))).toEqual([]);
});

test("gives a reader who joins in the middle every line of log.txt, once and in order", async () => {
  const { client } = local;
  const text = await client.logText(north.id);
  expect(createHash("sha256").update(text).digest("hex")).toBe(north.log.sha256);
  expect(north.log).toMatchObject({ complete: true, missing: [] });
  const paged = await client.log(north.id);
  expect(textOf(paged)).toBe(text);
  const pushed = watcher.chunks(north.id);
  expect(pushed.length).toBeGreaterThan(5);
  const firstPush = pushed[0]?.key ?? "";
  const both = new Map([...paged.filter(({ key }) => key < firstPush), ...pushed].map((chunk) => [chunk.key, chunk]));
  const merged = [...both.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  expect(textOf(merged)).toBe(text);
});

test("numbers the lines without a hole", async () => {
  let next = 1;
  for (const chunk of await local.client.log(north.id)) {
    expect([chunk.key, chunk.line]).toEqual([chunk.key, next]);
    next += chunk.text.split("\n").length - 1;
  }
  expect(next - 1).toBe(north.log.lines);
});

test("says in every step what it does", async () => {
  const chunks = await local.client.log(north.id);
  const said = new Set(chunks.filter(({ stream }) => stream === "SYSTEM").map(({ key }) => key.slice(3, 5)));
  expect([...said].sort()).toEqual(["00", "01", "02", "03", "04", "05", "06", "99"]);
  const text = chunks.map((chunk) => chunk.text).join("");
  expect(text).toMatch(/Assuming IAM role /);
  expect(text).toMatch(/Registered Tendril north/);
  expect(text).toMatch(/Apply complete!/);
});

test(
  "a re-run changes nothing in the cloud and keeps the Tendril, which stays ONLINE",
  async () => {
    const { client } = local;
    const before = await client.online("north");
    const token = await account.secret(`vintner-${before.id}-token`, "eu-west-1");
    const service = await account.service(before.id, "eu-west-1");
    const tendrils = await client.watch("tendrils");
    const again = await client.rerun(north.id);
    const closed = await client.closed(again.id);
    expect(closed.error_message).toBeNull();
    expect(closed).toMatchObject({ status: "SUCCESS", rerun_of: north.id, target: north.target });
    expect(await client.logText(again.id)).toMatch(/No changes\.|0 added, 0 changed, 0 destroyed/);
    expect(await client.online("north")).toMatchObject({ id: before.id, status: "ONLINE" });
    expect(await account.secret(`vintner-${before.id}-token`, "eu-west-1")).toBe(token);
    const { desiredCount, taskDefinition } = await account.service(before.id, "eu-west-1");
    expect({ desiredCount, taskDefinition }).toEqual({ desiredCount: 1, taskDefinition: service.taskDefinition });
    const seen = tendrils.messages.flatMap((message) => (message.type === "tendril" ? [message.tendril] : []));
    expect(seen.filter(({ id, status }) => id === before.id && status !== "ONLINE")).toEqual([]);
    tendrils.close();
  },
  2 * minutes,
);

test("refuses a second Tendril of the same name, and names the first one's", async () => {
  const answer = await local.client.post("/api/jobs", { type: "DEPLOY_WORKER", name: "north", region: "eu-west-1" });
  expect(answer).toMatchObject({ status: 409, body: { code: "NAME_TAKEN" } });
});

describe("the real values of secrets are nowhere:", () => {
  beforeAll(learnSecrets);

  test("knows the secrets it searches for", () => {
    expect(handedOut.length).toBeGreaterThan(5);
    for (const value of secrets.values) expect(value.length).toBeGreaterThan(20);
  });

  test("no execution's input, output or history holds a secret", async () => {
    const executions = await account.executions();
    expect(executions).toContain(north.id);
    expect(secrets.in(executions)).toEqual([]);
  });

  test("no table holds a secret", async () => {
    for (const [table, text] of await textsOfTables(account)) expect([table, secrets.in(text)]).toEqual([table, []]);
  });

  test("no job and no log holds a secret", async () => {
    const { client } = local;
    const texts = [JSON.stringify((await client.get("/api/jobs")).body), await client.logText(north.id)];
    expect(secrets.in(texts.join(""))).toEqual([]);
  });

  test("no log of a program holds a secret", async () => {
    const logs = await textsOfProgramLogs(local.stack);
    expect(logs.length).toBeGreaterThan(3);
    for (const [file, text] of logs) expect([file, secrets.in(text)]).toEqual([file, []]);
  });
});
