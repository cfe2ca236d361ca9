import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Job } from "../lambdas/contract/job.ts";
import type { Vine, VineInput, VineSource } from "../lambdas/contract/vine.ts";
import type { AwsCall } from "../local/cloud/aws-call.ts";
import type { SessionCredentials } from "../local/cloud/sessions.ts";
import { textOf, TrellisClient } from "../local/client/trellis-client.ts";
import { seededAccountId } from "../local/seed/account.ts";
import { openDashboard } from "./browser/dashboard.ts";
import { CloudAccount } from "./cloud-account.ts";
import { KnownSecrets, textsOfProgramLogs, textsOfTables } from "./known-secrets.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";
import { uploadRootModule } from "./root-module.ts";
import { selfHosted } from "./self-hosted.ts";
import { sweepUntil } from "./sweep-until.ts";

const minutes = 60_000;
const region = "eu-west-1";
const screens = fileURLToPath(new URL("../.vintner/test/screens/", import.meta.url));
const handedOut: SessionCredentials[] = [];
/** What was asked of the seeded account. */
const asked = new Set<string>();
let local: TestStack;
let account: CloudAccount;
let artifactBucket: string;
let vineyard: string;
let identity: string;
let logs: Vine;
/** The first plan of `logs`. */
let planned: Job;

beforeAll(async () => {
  local = await startTestStack({
    onCredentials: (credentials) => handedOut.push(credentials),
    onCall(call) {
      if (call.principal.account === seededAccountId) asked.add(nameOf(call));
    },
  });
  account = new CloudAccount(local.stack.endpoints);
  const resources = local.stack.stacks.flatMap((stack) => Object.entries(stack.resources));
  artifactBucket = resources.find(([id]) => id.startsWith("ArtifactsBucket"))?.[1].ref ?? "";
  const { client } = local;
  identity = await client.connectSeededAccount("seeded");
  const proof = await client.closed((await client.create({ type: "CONNECTION_TEST", cloud_identity_id: identity })).id);
  expect(proof.status).toBe("SUCCESS");
  vineyard = await client.createVineyard("first");
  logs = await plantBucket("logs");
}, 3 * minutes);

afterEach(() => local.stack.faults.clear());

afterAll(() => local?.stop());

const nameOf = ({ service, action }: AwsCall) => `${service}:${action}`;

function plant(project_name: string, config: VineInput["config"]): Promise<Vine> {
  const owner = { vineyard_id: vineyard, cloud_identity_id: identity };
  return local.client.plant({ ...owner, project_name, environment_stage: "test", region, config });
}

function plantBucket(project: string, name_prefix = "team-logs-"): Promise<Vine> {
  return plant(project, { source: { kind: "template", name: "aws-bucket" }, variables: { name_prefix } });
}

const plan = ({ id }: Vine, more: object = {}) => local.client.create({ type: "PLAN", vine_id: id, ...more });
const closedPlan = async (vine: Vine, more?: object) => local.client.closed((await plan(vine, more)).id);
const isOpen = (step: string) => (job: Job) =>
  job.steps.some(({ name, attempt, ended_at }) => name === step && attempt === job.attempt && ended_at === null);
const isWaiting = ({ waiting }: Job) => waiting !== null;
const stepsOf = (job: Job) =>
  job.steps.filter(({ attempt }) => attempt === job.attempt).map(({ number, name, ok }) => [number, name, ok]);
const artifactsOf = ({ id }: Job) => account.keys(artifactBucket, `jobs/${id}/`);
const vineNow = async ({ id }: Vine) => (await local.client.get(`/api/vines/${id}`)).body as Vine;

/** Every line once, in order, and the hash over all of them. */
async function expectWholeLog({ id, log }: Job): Promise<string> {
  expect(log).toMatchObject({ complete: true, missing: [] });
  const chunks = await local.client.log(id);
  let next = 1;
  for (const chunk of chunks) {
    expect([chunk.key, chunk.line]).toEqual([chunk.key, next]);
    next += chunk.text.split("\n").length - 1;
  }
  const text = await local.client.logText(id);
  expect(textOf(chunks)).toBe(text);
  expect([next - 1, createHash("sha256").update(text).digest("hex")]).toEqual([log.lines, log.sha256]);
  return text;
}

/** A call that every plan with the AWS provider makes now takes a while. */
const slowDown = () =>
  local.client.fault("aws", "slow", { service: "sts", action: "GetCallerIdentity", count: 100, seconds: 4 });

test("a viewer may not plan, and nothing is made", async () => {
  const viewer = await TrellisClient.signIn(local.stack.url, "viewer");
  expect(await viewer.post("/api/jobs", { type: "PLAN", vine_id: logs.id })).toMatchObject({ status: 403 });
  expect((await viewer.get(`/api/jobs?vine_id=${logs.id}`)).body.items).toEqual([]);
});

test(
  "a plan waits while no Tendril is online and says so; a second one is refused; a cancel ends it at once",
  async () => {
    const { client } = local;
    const job = await plan(logs);
    const waiting = await client.jobWhen(job.id, isWaiting);
    expect(waiting).toMatchObject({
      ...{ status: "QUEUED", started_at: null, tendril_id: null, closed_at: null },
      target: { kind: "vine", id: logs.id, name: "logs-test" },
      waiting: { code: "NO_TENDRIL", detail: expect.stringMatching(/^Waiting for any Tendril: none is online/) },
    });
    expect(await client.post("/api/jobs", { type: "PLAN", vine_id: logs.id })).toMatchObject({
      status: 409,
      body: { code: "TARGET_BUSY", job_id: job.id },
    });
    expect(await client.cancel(job.id)).toMatchObject({ status: "CANCELLED" });
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "CANCELLED", started_at: null, waiting: null });
    expect(closed.stop?.stopped_at).not.toBeNull();
    await expectWholeLog(closed);
    expect(await account.rows("locks")).toEqual([]);
    expect(await vineNow(logs)).toMatchObject({ status: "NEW", last_job_id: job.id });
  },
  minutes,
);

describe("a plan that was asked for before there was a Tendril", () => {
  beforeAll(async () => {
    const { client } = local;
    const job = await plan(logs);
    await client.jobWhen(job.id, isWaiting);
    const deployed = await client.closed((await client.deploy("north", region)).id);
    expect(deployed).toMatchObject({ status: "SUCCESS" });
    planned = await client.closed(job.id);
  }, 4 * minutes);

  test("runs on the first one that comes online, through every step of its type", () => {
    expect(planned).toMatchObject({
      ...{ status: "SUCCESS", attempt: 1, error_message: null, waiting: null, tendril_name: "north" },
      config_hash: logs.config_hash,
    });
    expect(stepsOf(planned)).toEqual([
      [0, "Begin", true],
      [1, "Await Tendril", true],
      [2, "Assume Identity", true],
      [3, "Generate Terraform Config", true],
      [4, "Terraform Init", true],
      [5, "Terraform Plan", true],
      [6, "Store Plan", true],
      [99, "Report Results", true],
    ]);
  });

  test("has a complete log that tells in every step what was done", async () => {
    const text = await expectWholeLog(planned);
    const chunks = await local.client.log(planned.id);
    const said = new Set(chunks.filter(({ stream }) => stream === "SYSTEM").map(({ key }) => key.slice(3, 5)));
    expect([...said].toSorted()).toEqual(["00", "01", "02", "03", "04", "05", "06", "99"]);
    expect(text).toMatch(/Tendril north took the job/);
    expect(text).toMatch(/Assuming IAM role arn:aws:iam::210987654321:role\/VintnerAccess-/);
    expect(text).toMatch(/aws_s3_bucket\.\w+.* will be created/);
  });

  test("sums up what Terraform told, by counts and addresses and without a value", async () => {
    const { plan: summary } = planned.execution_metadata;
    const text = stripVTControlCharacters(await local.client.logText(planned.id));
    const told = /Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/.exec(text)?.slice(1).map(Number);
    expect(told).toEqual([summary?.add, 0, 0]);
    expect(summary).toMatchObject({
      ...{ mode: "apply", has_changes: true, change: 0, destroy: 0, import: 0, truncated: false },
      resources: expect.arrayContaining([
        { address: expect.stringMatching(/^aws_s3_bucket\.\w+$/), action: "create" },
        { address: expect.stringMatching(/^aws_s3_bucket_public_access_block\.\w+$/), action: "create" },
      ]),
    });
    // The bucket's policy is read once its name is known.
    expect(summary?.resources.filter(({ action }) => action !== "read")).toHaveLength(summary?.add ?? 0);
    expect(JSON.stringify(summary)).not.toContain("team-logs-");
  });

  test("leaves the plan in the bucket, and everything else as it was", async () => {
    expect(await artifactsOf(planned)).toEqual(
      expect.arrayContaining([`jobs/${planned.id}/plan`, `jobs/${planned.id}/plan_json`]),
    );
    expect((await account.stateKeys()).filter((key) => key.startsWith("vines/"))).toEqual([]);
    expect([...asked].filter((name) => !/:(AssumeRole|Get|Describe|List|GET )/.test(name))).toEqual([]);
    expect(await account.rows("locks")).toEqual([]);
    expect(await vineNow(logs)).toMatchObject({ status: "PLANNED", last_job_id: planned.id, outputs: {} });
  });
});

test(
  "an archive with a backend of its own is planned in our state, and all that it makes is tagged",
  async () => {
    const source = await uploadRootModule(
      local.client,
      `terraform {
        backend "local" {}
        required_providers { aws = { source = "hashicorp/aws" } }
      }
      variable "bucket" { type = string }
      resource "aws_s3_bucket" "own" { bucket = var.bucket }`,
    );
    const own = await plant("own", { source, variables: { bucket: "own-bucket" } });
    const job = await closedPlan(own);
    expect(job).toMatchObject({ status: "SUCCESS", error_message: null, execution_metadata: { plan: { add: 1 } } });
    expect(await local.client.logText(job.id)).toContain(`/vines/${own.id}/terraform.tfstate`);
    const json = await account.object(artifactBucket, `jobs/${job.id}/plan_json`);
    const { planned_values: values } = (await json.json()) as {
      planned_values: { root_module: { resources: { values: { tags_all: Record<string, string> } }[] } };
    };
    expect(values.root_module.resources[0]?.values.tags_all).toMatchObject({ "vintner:vine-id": own.id });
  },
  2 * minutes,
);

test(
  "a person plants a vine on the page, plans it and reads the review; a viewer reads it on a phone",
  async () => {
    await mkdir(screens, { recursive: true });
    const { url } = local.stack;
    const desktop = await openDashboard(url);
    const phone = await openDashboard(url, { viewport: { width: 390, height: 844 } });
    try {
      const { page } = desktop;
      await desktop.signIn("operator");
      await page.goto(`${url}/vines/new`);
      await page.getByLabel("Project").fill("pages");
      await page.getByLabel("Stage").fill("dev");
      await page.getByLabel("Name begins with").fill("pages-dev");
      await page.getByRole("button", { name: "Plant and plan" }).click();
      await desktop.jobPage();
      await phone.signIn("viewer");
      await phone.page.goto(page.url());
      for (const [{ page: shown }, width] of [[desktop, 1440] as const, [phone, 390] as const]) {
        const review = shown.locator(".notice-success");
        await review.getByText(/^Plan: \d to add, 0 to change, 0 to destroy/).waitFor({ timeout: 2 * minutes });
        await review.getByText("aws_s3_bucket.this", { exact: true }).waitFor();
        await shown.screenshot({ path: `${screens}plan-${width}.png` });
      }
      expect(await phone.page.getByRole("button", { name: "Re-run" }).count()).toBe(0);
      await page.goto(`${url}/vines`);
      await page
        .getByRole("row", { name: /pages-dev/ })
        .getByText("Planned", { exact: true })
        .waitFor();
      expect([...desktop.problems, ...phone.problems]).toEqual([]);
    } finally {
      await desktop.close();
      await phone.close();
    }
  },
  3 * minutes,
);

test(
  "a plan that cannot work fails with Terraform's own error, and leaves the vine as it was",
  async () => {
    const wrong = await plantBucket("wrong", "Not A Bucket!");
    const job = await closedPlan(wrong);
    expect(job).toMatchObject({ status: "FAILED", error_code: "TERRAFORM_PLAN_FAILED" });
    expect(job.error_message).toMatch(/Invalid value for variable/);
    expect(stepsOf(job).at(-1)).toEqual([99, "Report Failure", true]);
    expect(await expectWholeLog(job)).toMatch(/^STDERR\t.*Invalid value for variable/m);
    expect(await artifactsOf(job)).not.toContain(`jobs/${job.id}/plan`);
    expect(await vineNow(wrong)).toMatchObject({ status: "NEW" });
    expect(await account.rows("locks")).toEqual([]);
  },
  2 * minutes,
);

test(
  "a cancel in the middle of a plan interrupts Terraform once, and the Tendril goes on",
  async () => {
    const { client } = local;
    const job = await plan(logs);
    await client.jobWhen(job.id, isOpen("Terraform Init"));
    await slowDown();
    await client.jobWhen(job.id, ({ steps }) => steps.some(({ name }) => name === "Terraform Plan"));
    expect(await client.cancel(job.id)).toMatchObject({ status: "CANCELLED", closed_at: null });
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "CANCELLED", error_code: "JOB_CANCELLED" });
    expect(closed.stop?.stopped_at).not.toBeNull();
    const text = await expectWholeLog(closed);
    expect(text.match(/Interrupting Terraform/g) ?? []).toHaveLength(1);
    expect(await account.rows("locks")).toEqual([]);
    expect(await client.online("north")).toMatchObject({ status: "ONLINE" });
  },
  2 * minutes,
);

test(
  "a Tendril killed in the middle of a plan loses nothing: the plan runs again on the one that its service starts",
  async () => {
    const { client } = local;
    const north = await client.online("north");
    const job = await plan(logs, { tendril_id: north.id });
    await client.jobWhen(job.id, isOpen("Terraform Init"));
    await slowDown();
    await client.jobWhen(job.id, isOpen("Terraform Plan"));
    const [task_arn] = await account.runningTasks(`vintner-${north.id}`, region);
    expect((await client.fault("ecs", "kill-task", { task_arn })).body.killed).not.toBeNull();
    local.stack.faults.clear();
    expect(await client.job(job.id)).toMatchObject({ status: "PROCESSING", attempt: 1 });
    await account.expireLease(job.id);
    await sweepUntil(local, async () => (await client.job(job.id)).attempt === 2);
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "SUCCESS", attempt: 2, tendril_id: north.id, error_message: null });
    expect(stepsOf(closed)).toHaveLength(8);
    expect(await expectWholeLog(closed)).toMatch(/^SYSTEM\t--- cut: /m);
    expect(await account.rows("locks")).toEqual([]);
  },
  3 * minutes,
);

test(
  "the plans that wait for a Tendril that is destroyed run elsewhere, each once",
  async () => {
    const { client } = local;
    const own = await selfHosted(client, "leaving");
    const oddValue = `"$(reboot)' ../\${upper("x")}\r\n🍇`;
    const main = `variable "name" {}\nresource "terraform_data" "one" { input = var.name }`;
    const source: VineSource = await uploadRootModule(client, main);
    const jobs = await Promise.all(
      ["one", "two", "three"].map(async (name) =>
        plan(await plant(name, { source, variables: { name: oddValue } }), { tendril_id: own.id }),
      ),
    );
    for (const { id } of jobs) {
      expect(await client.jobWhen(id, isWaiting)).toMatchObject({
        ...{ status: "QUEUED", tendril_id: own.id },
        waiting: { detail: expect.stringMatching(/^Waiting for Tendril leaving/) },
      });
    }
    const destroy = await client.create({ type: "DESTROY_WORKER", tendril_id: own.id });
    await client.logged(destroy.id, "to claim nothing more");
    await own.heartbeat();
    expect(await client.closed(destroy.id)).toMatchObject({ status: "SUCCESS" });
    for (const { id } of jobs) {
      const closed = await client.closed(id);
      expect(closed).toMatchObject({ status: "SUCCESS", attempt: 1, tendril_name: "north" });
      const text = await expectWholeLog(closed);
      expect(text).toMatch(/Handed over from Tendril leaving/);
      expect(text.match(/took the job/g)).toHaveLength(1);
      const json = await account.object(artifactBucket, `jobs/${id}/plan_json`);
      expect(await json.json()).toMatchObject({ variables: { name: { value: oddValue } } });
    }
  },
  3 * minutes,
);

test("the real values of secrets are nowhere", async () => {
  const { client } = local;
  const secrets = new KnownSecrets();
  const north = await client.online("north");
  const token = await account.secret(`vintner-${north.id}-token`, region);
  secrets.add("Tendril's token", token);
  await secrets.addJobToken(account, planned.id, token);
  secrets.addCredentials(handedOut);
  expect(secrets.values.length).toBeGreaterThan(20);
  const { items } = (await client.get("/api/jobs?type=PLAN&limit=100")).body as { items: Job[] };
  const jobLogs = await Promise.all(items.map(async ({ id }) => [`log of ${id}`, await client.logText(id)] as const));
  const places = [
    ["executions", await account.executions()] as const,
    ...(await textsOfTables(account)),
    ...(await textsOfProgramLogs(local.stack)),
    ["jobs", JSON.stringify(items)] as const,
    ...jobLogs,
  ];
  for (const [place, text] of places) {
    expect([place, secrets.in(text)]).toEqual([place, []]);
    // Nor an address that an archive could be read from.
    if (!place.endsWith(".log")) expect([place, text.includes("X-Amz-Signature")]).toEqual([place, false]);
  }
});
