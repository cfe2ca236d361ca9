import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pluginFolder } from "../../local/setup/plugin-folder.mjs";
import { startTestMoto, type TestMoto } from "../../local/cloud/test-moto.ts";
import type { PlanSummary } from "../../lambdas/contract/plan-summary.ts";
import type { Work } from "../../lambdas/contract/worker.ts";
import { tgz } from "./archive/test-tgz.ts";
import { runJob } from "./job/run-job.ts";
import { StopOrder } from "./stop-order.ts";
import { testParts } from "./test-parts.ts";
import { TestTrellis, testClaim, testJobId, testWork } from "./test-trellis.ts";

// Terraform and the AWS provider are the real ones; moto keeps the state and has an empty account.

const stateKey = "vines/x/terraform.tfstate";
const role = "arn:aws:iam::210987654321:role/VintnerAccess";
let moto: TestMoto;
/** The one that an account comes with. */
let vpc_id: string;
let s3: S3Client;
let trellis: TestTrellis;
let folder: string;
let url: string;

beforeAll(async () => {
  moto = await startTestMoto();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  s3 = new S3Client({ endpoint: moto.url, region: "us-east-1", forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: "state" }));
  const ec2 = new EC2Client({ endpoint: moto.url, region: "eu-west-1", credentials });
  vpc_id = (await ec2.send(new DescribeVpcsCommand())).Vpcs?.[0]?.VpcId ?? "";
});
afterAll(() => moto?.stop());

beforeEach(async () => {
  trellis = new TestTrellis();
  trellis.type = "PLAN";
  url = await trellis.start();
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterEach(async () => {
  await trellis.stop();
  rmSync(folder, { recursive: true, force: true });
});

const steps = ["Assume Identity", "Generate Terraform Config", "Terraform Init", "Terraform Plan", "Store Plan"].map(
  (name, index) => ({ number: index + 2, name }),
);

async function plan(changes: Partial<Work>, more: Record<string, string> = {}): Promise<PlanSummary | undefined> {
  const plugins = pluginFolder();
  const environment = {
    AWS_ENDPOINT_URL: moto.url,
    ...(plugins !== undefined && { VINTNER_PLUGIN_DIR: plugins }),
    ...more,
  };
  const templates = join(import.meta.dirname, "../templates");
  const parts = testParts({ url, folder, environment, templates });
  const work = testWork({
    ...{ identity: role, tags: { "vintner:vine-id": testJobId }, steps },
    state: { bucket: "state", key: stateKey, region: "us-east-1" },
    ...changes,
  });
  expect(await runJob(parts, testClaim(work, "PLAN"), new StopOrder(parts.clock))).toBe("reported");
  expect(readdirSync(folder).filter((name) => name.startsWith("vintner-job-"))).toEqual([]);
  return trellis.outcome?.execution_metadata?.plan;
}

function archive(files: Readonly<Record<string, string>>, sha256?: string): Work["source"] {
  trellis.archive = tgz(Object.entries(files).map(([path, content]) => ({ path, content })));
  const actual = createHash("sha256").update(trellis.archive).digest("hex");
  return { kind: "archive", sha256: sha256 ?? actual, url: `${trellis.url}/bucket/archive` };
}

interface PlanJson {
  readonly planned_values: {
    readonly root_module: {
      readonly resources: { readonly type: string; readonly values?: Record<string, unknown> }[];
    };
  };
}
const planJson = () => JSON.parse(trellis.artifacts.get("plan_json")?.toString() ?? "{}") as PlanJson;

describe("a plan of a template", () => {
  test.each([
    ["aws-bucket", { name_prefix: "team-logs-" }, 6, "aws_s3_bucket.this"],
    ["aws-network", { name: "small" }, 13, "aws_subnet.private[1]"],
    [
      "aws-security-group",
      { name: "web", allowed_cidrs: ["10.0.0.0/8", "2001:db8::/32"] },
      5,
      'aws_vpc_security_group_ingress_rule.allowed["10.0.0.0/8"]',
    ],
  ] as const)("%s tells and keeps what it would make, each with its tags", async (name, variables, add, address) => {
    const found = name === "aws-security-group" ? { vpc_id } : {};
    const given = { ...variables, ...found } as Work["variables"];
    const summary = await plan({ source: { kind: "template", name }, variables: given });
    expect(trellis.text).toContain(`${add} to add, 0 to change, 0 to destroy.`);
    expect(summary).toMatchObject({ mode: "apply", has_changes: true, add, change: 0, destroy: 0, truncated: false });
    expect(summary?.resources).toContainEqual({ address, action: "create" });
    expect(summary?.resources).toHaveLength(add);
    expect(trellis.outcome).toMatchObject({ outcome: "SUCCESS" });
    const { resources } = planJson().planned_values.root_module;
    const tagged = resources.flatMap(({ values = {} }) =>
      values["tags_all"] === undefined ? [] : [values["tags_all"]],
    );
    expect(tagged.length).toBeGreaterThan(0);
    for (const tags of tagged) expect(tags).toMatchObject({ "vintner:vine-id": testJobId });
  });

  test("goes through the steps of its type, tells what it does in each and no secret", async () => {
    let lock = "";
    trellis.onRequest = () => {
      const [job] = readdirSync(folder).filter((name) => name.startsWith("vintner-job-"));
      if (job === undefined || !trellis.text.includes("Planning what to change")) return;
      lock ||= readFileSync(join(folder, job, "root/.terraform.lock.hcl"), "utf8");
    };
    const variables = { name_prefix: "team-logs-" };
    await plan({ source: { kind: "template", name: "aws-bucket" }, variables });
    // The image's provider is started without summing it up again.
    expect(lock).toMatch(/provider "registry\.terraform\.io\/hashicorp\/aws" \{\n( +\w+ += "[^"]+"\n)+\}\n$/);
    expect(trellis.reports.flatMap(({ step }) => (step?.event === "ended" ? [step] : []))).toEqual(
      steps.map(({ number }) => ({ number, event: "ended", ok: true })),
    );
    const system = (step: string) =>
      trellis.sorted.filter(({ key, stream }) => key.startsWith(`01.${step}`) && stream === "SYSTEM");
    for (const step of ["02", "03", "04", "05", "06"]) expect([step, system(step).length > 0]).toEqual([step, true]);
    expect(trellis.text).toContain(`Assuming IAM role ${role}`);
    expect(trellis.text.match(/Got credentials until/g)).toHaveLength(1);
    expect(trellis.text).toContain(`The state is s3://state/${stateKey} in us-east-1`);
    const size = trellis.artifacts.get("plan")?.length ?? 0;
    expect(size).toBeGreaterThan(1000);
    expect(trellis.text).toContain(`Trellis keeps ${size} bytes, encrypted, as the artifact plan`);
    const told = trellis.text + JSON.stringify(trellis.reports);
    for (const secret of ["secret/target", "secret/state", "session-token-of", "ASIATARGET"]) {
      expect(told).not.toContain(secret);
    }
    expect(JSON.stringify(trellis.reports)).not.toContain("team-logs-");
  });

  test("fails with the sentence that says what is wrong with a variable", async () => {
    await plan({ source: { kind: "template", name: "aws-bucket" }, variables: { name_prefix: "Not A Bucket!" } });
    expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "TERRAFORM_PLAN_FAILED" });
    expect(trellis.outcome?.error_message).toMatch(/^Invalid value for variable: .*3 to 30 of a-z, 0-9 and -/);
    expect(trellis.artifacts.size).toBe(0);
  });

  test("fails when the VPC that it is told to use is not there", async () => {
    const variables = { vpc_id: "vpc-0123456789abcdef0", name: "web", allowed_cidrs: [] };
    await plan({ source: { kind: "template", name: "aws-security-group" }, variables });
    expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "TERRAFORM_PLAN_FAILED" });
    expect(trellis.outcome?.error_message).toMatch(/no matching EC2 VPC found/);
  });
});

describe("a plan of an archive", () => {
  const inState = {
    ...{ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "0b8c0f5e-2d3f-4a55-9d5c-0b8c0f5e2d3f" },
    outputs: {},
    resources: [
      {
        ...{ mode: "managed", type: "terraform_data", name: "gone" },
        provider: 'provider["terraform.io/builtin/terraform"]',
        instances: [{ schema_version: 0, attributes: { id: "1", input: null, output: null, triggers_replace: null } }],
      },
    ],
  };

  test.each([
    ["no backend", ""],
    ["a local backend", 'terraform {\n  backend "local" {}\n}'],
    ["another bucket", 'terraform {\n  backend "s3" {\n    bucket = "theirs"\n    key = "k"\n  }\n}'],
    [
      "HCP Terraform",
      'terraform {\n  cloud {\n    organization = "o"\n    workspaces {\n      name = "w"\n    }\n  }\n}',
    ],
  ])("with %s reads our state, and takes our variables", async (_, backend) => {
    await s3.send(new PutObjectCommand({ Bucket: "state", Key: "vines/known/s", Body: JSON.stringify(inState) }));
    const files = {
      "repo/main.tf": `${backend}\nvariable "word" {}\nresource "terraform_data" "new" { input = var.word }`,
      "repo/zz_override.tf": 'terraform {\n  backend "local" {}\n}',
      "repo/zz.auto.tfvars": 'word = "theirs"',
      "repo/terraform.tfvars.json": '{"word":"theirs"}',
    };
    const state = { bucket: "state", key: "vines/known/s", region: "us-east-1" };
    const summary = await plan({ source: archive(files), state, variables: { word: "ours" } });
    expect(trellis.outcome?.error_message).toBeUndefined();
    expect(summary).toMatchObject({
      ...{ add: 1, destroy: 1 },
      resources: [
        { address: "terraform_data.gone", action: "delete" },
        { address: "terraform_data.new", action: "create" },
      ],
    });
    expect(planJson().planned_values.root_module.resources[0]?.values).toMatchObject({ input: "ours" });
  });

  test("works as the identity, in the vine's region and with its tags, where the module says nothing", async () => {
    const main = `
      terraform {
        required_providers { aws = { source = "hashicorp/aws" } }
      }
      data "aws_region" "here" {}
      data "aws_caller_identity" "me" {}
      resource "aws_s3_bucket" "own" { bucket = "own-\${data.aws_region.here.name}" }
    `;
    const summary = await plan({ source: archive({ "main.tf": main }) });
    expect(trellis.outcome?.error_message).toBeUndefined();
    expect(summary).toMatchObject({ add: 1, resources: [{ address: "aws_s3_bucket.own", action: "create" }] });
    expect(planJson().planned_values.root_module.resources[0]?.values).toMatchObject({
      ...{ bucket: "own-eu-west-1", tags_all: { "vintner:vine-id": testJobId } },
    });
  });

  test("to destroy what is in the state says so", async () => {
    await s3.send(new PutObjectCommand({ Bucket: "state", Key: "vines/old/s", Body: JSON.stringify(inState) }));
    const state = { bucket: "state", key: "vines/old/s", region: "us-east-1" };
    const source = archive({ "main.tf": 'resource "terraform_data" "gone" {}' });
    expect(await plan({ source, state, operation: "destroy" })).toEqual({
      ...{ mode: "destroy", has_changes: true, add: 0, change: 0, destroy: 1, import: 0, truncated: false },
      resources: [{ address: "terraform_data.gone", action: "delete" }],
    });
  });

  test("that needs another AWS provider than the image has gets it from the registry", async () => {
    // The registry is far away: Terraform's place is taken by what says how it was called.
    mkdirSync(join(folder, "bin"));
    const script = `#!/bin/sh
      [ "$1" = init ] || { echo "Error: enough" >&2; exit 1; }
      [ -n "$TF_CLI_CONFIG_FILE" ] || { echo "init asks everywhere"; exit 0; }
      cat "$TF_CLI_CONFIG_FILE"
      printf '%s\n' 'Error: Failed to query available provider packages' \
        'no available releases of hashicorp/aws match the given constraints ~> 6.0' >&2
      exit 1
    `;
    writeFileSync(join(folder, "bin/terraform"), script, { mode: 0o755 });
    const PATH = `${join(folder, "bin")}:${process.env["PATH"]}`;
    await plan({ source: archive({ "main.tf": "" }) }, { PATH, VINTNER_PLUGIN_DIR: "/plugins" });
    expect(trellis.text).toMatch(
      /filesystem_mirror \{\s+path += "\/plugins"\s+include = \["registry\.terraform\.io\/hashicorp\/aws"\]/,
    );
    expect(trellis.text).toMatch(/no such version of the AWS provider; asking the registry\ninit asks everywhere/);
    expect(trellis.outcome).toMatchObject({ error_code: "TERRAFORM_PLAN_FAILED", error_message: "enough" });
  });

  test("with other bytes than were named is refused, and nothing is run", async () => {
    await plan({ source: archive({ "main.tf": "" }, "0".repeat(64)) });
    expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "ARCHIVE_INVALID" });
    expect(trellis.outcome?.error_message).toMatch(/^Its SHA-256 is [0-9a-f]{64}$/);
    expect(trellis.text).not.toContain("Initializing");
  });

  test("of more than 10 MB is refused", async () => {
    const source = archive({ "main.tf": "" });
    trellis.archive = Buffer.alloc(10 * 1024 * 1024 + 1);
    await plan({ source });
    expect(trellis.outcome).toMatchObject({ error_code: "ARCHIVE_INVALID", error_message: "It is more than 10 MB" });
  });
});

test("credentials that Trellis refuses end the job with its reason", async () => {
  trellis.fault = (route) => (route.endsWith("/credentials") ? 424 : undefined);
  await plan({ source: { kind: "template", name: "aws-bucket" } });
  expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "ROLE_NOT_ASSUMABLE" });
});

test("a plan that Trellis does not take ends the job", async () => {
  trellis.fault = (route) => (route.endsWith("/artifacts/plan_json") ? 413 : undefined);
  await plan({ source: archive({ "main.tf": 'resource "terraform_data" "one" {}' }) });
  expect(trellis.outcome).toMatchObject({ outcome: "FAILED", error_code: "PLAN_NOT_STORED" });
  expect(trellis.outcome?.execution_metadata?.plan).toBeUndefined();
});
