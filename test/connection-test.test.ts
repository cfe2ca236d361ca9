import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { cloudIdentitySchema, type CloudIdentity } from "../lambdas/contract/cloud-identity.ts";
import type { Job } from "../lambdas/contract/job.ts";
import type { ResourceList } from "../lambdas/contract/resources.ts";
import { seededCredentials } from "../local/clouds/clouds.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";

const minutes = 60_000;
const path = "/api/cloud-identities";
let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 2 * minutes);
afterAll(() => local?.stop());
afterEach(() => local.stack.faults.clear());

async function create(body: object): Promise<CloudIdentity> {
  const answer = await local.client.post(path, body);
  expect(answer.status).toBe(201);
  return cloudIdentitySchema.parse(answer.body);
}

const identity = async (id: string) => cloudIdentitySchema.parse((await local.client.get(`${path}/${id}`)).body);

/** A new AWS identity with a role in the seeded account, made from its own template. */
async function connectAws(options: object = {}): Promise<string> {
  const { id } = await create({ provider: "aws", name: "seeded" });
  const { body } = await local.client.post(`/local/cloud-identities/${id}/role`, options);
  const patched = await local.client.call("PATCH", `${path}/${id}`, { credentials: { role_arn: body.role_arn } });
  expect(patched.status).toBe(200);
  return id;
}

async function run(id: string, type = "CONNECTION_TEST"): Promise<Job> {
  const { status, body } = await local.client.post("/api/jobs", { type, cloud_identity_id: id });
  expect({ status, body }).toMatchObject({ status: 201 });
  return local.client.closed(body.id);
}

async function resourcesOf(id: string): Promise<Readonly<Record<string, ResourceList>>> {
  const { credentials } = await identity(id);
  return credentials.resources ?? {};
}

const namesOf = (list: ResourceList | undefined) => (list?.items ?? []).map(({ name }) => name);
const stepsOf = (job: Job) => job.steps.map(({ name, ok }) => `${name}${ok === true ? "" : " failed"}`);

describe("a connection test of the seeded AWS account", () => {
  let id: string;
  beforeAll(async () => {
    id = await connectAws();
  });

  test(
    "proves the identity and finds what the account holds, all of it",
    async () => {
      const many = await local.client.fault("aws", "many-subnets", { count: 1200 });
      expect(many.body).toBeDefined();
      const job = await run(id);
      expect(job).toMatchObject({ status: "SUCCESS", error_code: null, tendril_name: "platform" });
      expect(stepsOf(job)).toEqual([
        ...["Begin", "Assume Identity", "Verify Identity", "Discover Resources", "Cache Resources", "Report Results"],
      ]);
      expect(job.execution_metadata.identity).toMatchObject({ account: "210987654321" });
      const found = await resourcesOf(id);
      for (const list of Object.values(found)) expect(list).toMatchObject({ truncated: false, error: null });
      const many1200 = namesOf(found["subnets"]).filter((name) => name.startsWith("many-"));
      expect(new Set(many1200).size).toBe(1200);
      expect(namesOf(found["subnets"])).toEqual(expect.arrayContaining(["production-data", "staging-b"]));
      expect(namesOf(found["vpcs"])).toEqual(expect.arrayContaining(["production", "staging", "many"]));
      expect(namesOf(found["security_groups"])).toEqual(expect.arrayContaining(["web", "database"]));
      expect(namesOf(found["hosted_zones"]).toSorted()).toEqual(["example.org.", "staging.example.org."]);
      expect(namesOf(found["iam_users"]).toSorted()).toEqual(["ada", "deploy-bot", "grace"]);
      const production = found["vpcs"]?.items.find(({ name }) => name === "production");
      expect(found["subnets"]?.items.find(({ name }) => name === "production-a")).toMatchObject({
        region: "eu-west-1",
        cidr: "10.10.0.0/24",
        parent_id: production?.id,
      });
      expect(await identity(id)).toMatchObject({ is_verified: true, verified_at: expect.any(String) });
    },
    3 * minutes,
  );

  test("tells in every step what it does, and no secret", async () => {
    const { body } = await local.client.get("/api/jobs?type=CONNECTION_TEST");
    const text = await local.client.logText(body.items.at(-1).id);
    expect(text).toMatch(/Assuming IAM role arn:aws:iam::210987654321:role\/VintnerAccess-/);
    expect(text).toMatch(/refuses a missing and a wrong external id/);
    expect(text).toMatch(/Verified the identity: account 210987654321/);
    expect(text).toMatch(/Found 1\d\d\d subnets/);
    expect(text).toMatch(/Cached 1\d\d\d resources in 5 lists/);
    expect(text).not.toMatch(/ASIA|SecretAccessKey|session_token/i);
  });

  test(
    "is refreshed by FETCH_RESOURCES, which does not ask whose it is; a re-run is another job",
    async () => {
      const before = await identity(id);
      const job = await run(id, "FETCH_RESOURCES");
      expect(job).toMatchObject({ status: "SUCCESS", execution_metadata: { seconds: expect.anything() } });
      expect(stepsOf(job)).not.toContain("Verify Identity");
      const again = await local.client.closed((await local.client.rerun(job.id)).id);
      expect(again).toMatchObject({ status: "SUCCESS", rerun_of: job.id, target: job.target });
      const after = await identity(id);
      expect(after.credentials.resources).toEqual(before.credentials.resources);
      expect(String(after.credentials.resources_fetched_at) > String(before.credentials.resources_fetched_at)).toBe(
        true,
      );
    },
    2 * minutes,
  );

  test(
    "keeps the other lists when one is denied, and says what to change",
    async () => {
      await local.client.fault("aws", "deny", { service: "iam", action: "ListUsers" });
      const job = await run(id, "FETCH_RESOURCES");
      expect(job.status).toBe("SUCCESS");
      const found = await resourcesOf(id);
      expect(found["iam_users"]).toMatchObject({ items: [], error: expect.stringContaining('"iam:ListUsers"') });
      expect(found["subnets"]).toMatchObject({ error: null });
    },
    2 * minutes,
  );
});

test(
  "a role whose trust has no external id fails the test, which says so, and is not used",
  async () => {
    const id = await connectAws({ external_id_condition: false });
    const job = await run(id);
    expect(job).toMatchObject({ status: "FAILED", error_code: "EXTERNAL_ID_NOT_REQUIRED" });
    expect(job.error_message).toContain('"sts:ExternalId"');
    expect(stepsOf(job)).toEqual(["Begin", "Assume Identity failed", "Report Failure"]);
    expect(await identity(id)).toMatchObject({ is_verified: false });
    expect(await resourcesOf(id)).toEqual({});
  },
  minutes,
);

test(
  "a role that is not there is a diagnosis, with the policy to copy",
  async () => {
    const { id } = await create({ provider: "aws", name: "none" });
    const role_arn = "arn:aws:iam::210987654321:role/None";
    await local.client.call("PATCH", `${path}/${id}`, { credentials: { role_arn } });
    const job = await run(id);
    expect(job).toMatchObject({ status: "FAILED", error_code: "ROLE_NOT_ASSUMABLE" });
    expect(job.error_message).toMatch(/AWS said: AccessDenied[\s\S]*sts:ExternalId/);
  },
  minutes,
);

describe.each([
  ["gcp", { networks: "production", subnets: "data", managed_zones: "gcp.example.org." }],
  ["azure", { vnets: "hub", subnets: "services", dns_zones: "azure.example.org" }],
] as const)("a connection test on %s", (provider, expected) => {
  const connect = () => create({ provider, name: provider, credentials: seededCredentials[provider] });

  test(
    "proves the identity by our own signed token and lists what is there, page after page",
    async () => {
      const { id } = await connect();
      await local.client.fault(provider, "many-pages", { count: 300 });
      const job = await run(id);
      expect(job).toMatchObject({ status: "SUCCESS", error_message: null });
      const found = await resourcesOf(id);
      expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
      for (const [kind, name] of Object.entries(expected)) {
        expect(found[kind]).toMatchObject({ truncated: false, error: null });
        expect(namesOf(found[kind])).toContain(name);
        expect(namesOf(found[kind]).length).toBeGreaterThan(300);
      }
      expect(job.execution_metadata.identity).toBeDefined();
      expect(await identity(id)).toMatchObject({ is_verified: true });
    },
    2 * minutes,
  );

  test(
    "that is denied is a diagnosis, with the command to copy",
    async () => {
      const { id } = await connect();
      await local.client.fault(provider, "denied", { path: "token" });
      const job = await run(id);
      expect(job).toMatchObject({ status: "FAILED", error_code: "TOKEN_NOT_ACCEPTED" });
      expect(job.error_message).toMatch(/was refused[\s\S]*said: [\s\S]*(gcloud iam|az ad app)/);
      expect(await identity(id)).toMatchObject({ is_verified: false });
    },
    minutes,
  );

  test(
    "waits out throttling, and takes a malformed answer for no refusal",
    async () => {
      const { id } = await connect();
      await local.client.fault(provider, "throttled", { count: 2 });
      expect(await run(id)).toMatchObject({ status: "SUCCESS" });
      await local.client.fault(provider, "malformed", { path: "token", count: 100 });
      expect(await run(id)).toMatchObject({ status: "FAILED", error_code: "CLOUD_UNAVAILABLE" });
      expect(await identity(id)).toMatchObject({ is_verified: true });
    },
    2 * minutes,
  );

  test(
    "is cancelled while the cloud is slow",
    async () => {
      const { id } = await connect();
      await local.client.fault(provider, "slow", {
        path: provider === "gcp" ? "subnetworks" : "virtualnetworks",
        count: 100,
        seconds: 60,
      });
      const { body } = await local.client.post("/api/jobs", { type: "FETCH_RESOURCES", cloud_identity_id: id });
      await local.client.jobWhen(body.id, ({ steps }) => steps.some(({ name }) => name === "Discover Resources"));
      await local.client.cancel(body.id);
      const job = await local.client.closed(body.id);
      expect(job).toMatchObject({ status: "CANCELLED", error_code: "JOB_CANCELLED" });
      expect(job.log.complete).toBe(true);
      expect(await resourcesOf(id)).toEqual({});
    },
    minutes,
  );
});
