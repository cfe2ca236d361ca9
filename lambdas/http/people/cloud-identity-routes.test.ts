import { randomUUID } from "node:crypto";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { cloudIdentitySchema, setupSchema } from "../../contract/cloud-identity.ts";
import type { Resources } from "../../contract/resources.ts";
import { documentClient, tableName } from "../../store/client.ts";
import { changeCloudIdentity, getCloudIdentity } from "../../store/cloud-identities.ts";
import { putResources, readResources } from "../../store/cloud-resources.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { peopleApi } from "../../../test/people-api.ts";

const path = "/api/cloud-identities";
const role_arn = "arn:aws:iam::210987654321:role/Reader";
let dynamoDb: DynamoDb;
let api: Awaited<ReturnType<typeof peopleApi>>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  process.env["STATE_MACHINES"] = JSON.stringify({ CONNECTION_TEST: "arn:machine" });
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  api = await peopleApi();
});

const create = async (body: object = { provider: "aws", name: "prod" }, headers = {}) =>
  api.call(path, { as: "admin", body, headers });
const patch = (id: string, body: object, as = "admin") => api.call(`${path}/${id}`, { method: "PATCH", as, body });
const list = (items: number) => ({
  items: Array.from({ length: items }, (_, n) => ({ id: `subnet-${n}-${randomUUID()}`, name: randomUUID() })),
  truncated: false,
  error: null,
});
const none = list(0);
const found = (subnets: number): Resources => ({
  ...{ vpcs: none, subnets: list(subnets), hosted_zones: none, iam_users: none, security_groups: none },
});

describe("an AWS identity", () => {
  test("is created with an external id that nobody can guess, and is not verified", async () => {
    const [first, second] = [await create(), await create()];
    expect(first.status).toBe(201);
    const identity = cloudIdentitySchema.parse(first.json);
    expect(identity).toMatchObject({ provider: "aws", name: "prod", is_verified: false, verified_at: null });
    expect(first.json.credentials.external_id).toMatch(/^vintner-[\w-]{43}$/);
    expect(first.json.credentials.external_id).not.toBe(second.json.credentials.external_id);
    expect(first.json.credentials.role_arn).toBeUndefined();
  });

  test("is created once for one Idempotency-Key", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const body = { provider: "aws", name: "once" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(body, headers)));
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect((await create({ ...body, name: "other" }, headers)).status).toBe(422);
  });

  test.each([{ external_id: "mine" }, { credentials: { external_id: "mine" } }])(
    "is refused with %j, and the field is named",
    async (more) => {
      const { status, json } = await create({ provider: "aws", name: "x", ...more });
      expect({ status, code: json.code }).toEqual({ status: 400, code: "INVALID_REQUEST" });
      expect(JSON.stringify(json.errors)).toContain("external_id");
    },
  );

  test("keeps its external id, whatever a PATCH says", async () => {
    const { json } = await create();
    const refused = await patch(json.id, { credentials: { external_id: "mine" } });
    expect(refused.status).toBe(400);
    expect(refused.json.errors).toContainEqual({ pointer: "/credentials/external_id", detail: "is not known" });
    expect(await getCloudIdentity(json.id)).toMatchObject({ credentials: json.credentials });
  });

  test("gets its role by PATCH, which clears what was proven and found", async () => {
    const { json } = await create();
    await changeCloudIdentity(json.id, { set: { is_verified: true, verified_at: "2026-01-01T00:00:00.000Z" } });
    await putResources(json.id, "job", found(1));
    await changeCloudIdentity(json.id, {
      set: { resources_job_id: "job", resources_fetched_at: "2026-01-01T00:00:00.000Z" },
    });
    expect((await patch(json.id, { name: "renamed" })).json).toMatchObject({ name: "renamed", is_verified: true });
    const changed = await patch(json.id, { credentials: { role_arn } });
    expect(changed).toMatchObject({ status: 200, json: { name: "renamed", is_verified: false, verified_at: null } });
    expect(changed.json.credentials).toEqual({ role_arn, external_id: json.credentials.external_id });
    expect(await readResources(json.id, "job")).toEqual({});
  });

  test("names the field of a wrong role", async () => {
    const { json } = await create();
    const refused = await patch(json.id, { credentials: { role_arn: "arn:aws:iam::12345678901:role/x" } });
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: "/credentials/role_arn" }] } });
  });

  test("answers what was found, also what fills many items, and the list leaves it out", async () => {
    const { json } = await create({ provider: "aws", name: "large" });
    const resources = found(12_000);
    await putResources(json.id, "job", resources);
    const resources_fetched_at = "2026-01-01T00:00:00.000Z";
    await changeCloudIdentity(json.id, { set: { resources_job_id: "job", resources_fetched_at } });
    const one = await api.call(`${path}/${json.id}`, { as: "viewer" });
    expect(one.json.credentials.resources).toEqual(resources);
    const { json: all } = await api.call(path, { as: "viewer", query: { limit: "100" } });
    const listed = all.items.find(({ id }: { id: string }) => id === json.id);
    expect(listed.credentials).toMatchObject({ resources_fetched_at });
    expect(listed.credentials.resources).toBeUndefined();
  });

  test("has a set-up with its external id and our broker alone in it", async () => {
    const { json } = await create();
    const { status, json: setup } = await api.call(`${path}/${json.id}/setup`, { as: "viewer" });
    expect(status).toBe(200);
    const { parts } = setupSchema.parse(setup);
    const template = JSON.parse(parts.find(({ kind }) => kind === "cloudformation")?.text ?? "");
    const role = template.Resources.VintnerAccess.Properties;
    expect(role.AssumeRolePolicyDocument.Statement[0]).toMatchObject({
      Principal: { AWS: "arn:aws:iam::123456789012:role/Broker" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": json.credentials.external_id } },
    });
    expect(role.Policies[0].PolicyDocument.Statement[0].Action).toEqual([
      "ec2:DescribeRegions",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
      "iam:ListUsers",
      "route53:ListHostedZones",
    ]);
    expect(parts.find(({ kind }) => kind === "terraform")?.text).toContain(json.credentials.external_id);
  });
});

test("pages through the list by name", async () => {
  for (const name of ["zz-1", "zz-2", "zz-2"]) await create({ provider: "aws", name });
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { limit: "2", ...(cursor !== null && { cursor }) };
    const { json } = await api.call(path, { as: "viewer", query });
    names.push(...json.items.map((item: { name: string }) => item.name));
    cursor = json.next_cursor;
  } while (cursor !== null);
  expect(names.slice(-3)).toEqual(["zz-1", "zz-2", "zz-2"]);
  expect(names).toEqual(names.toSorted());
});

describe("who may", () => {
  test.each(["viewer", "operator"])("not a %s create, change or delete one", async (as) => {
    const { json } = await create();
    expect((await api.call(path, { as, body: { provider: "aws", name: "x" } })).status).toBe(403);
    expect((await patch(json.id, { name: "y" }, as)).status).toBe(403);
    expect((await api.call(`${path}/${json.id}`, { method: "DELETE", as })).status).toBe(403);
    expect(await getCloudIdentity(json.id)).toMatchObject({ name: "prod" });
  });

  test("see one that does not exist: nobody", async () => {
    for (const rest of [randomUUID(), "x", `${randomUUID()}/setup`]) {
      expect((await api.call(`${path}/${rest}`, { as: "admin" })).status).toBe(404);
    }
  });
});

describe("a job on an identity", () => {
  const start = (id: string, type = "CONNECTION_TEST") =>
    api.call("/api/jobs", { as: "operator", body: { type, cloud_identity_id: id } });

  test("is refused until the identity has its role, and says what is missing", async () => {
    const { json } = await create();
    expect(await start(json.id)).toMatchObject({
      status: 409,
      json: { code: "IDENTITY_INCOMPLETE", detail: expect.stringContaining("role_arn") },
    });
  });

  test("holds the identity: no second job, no change of it, no deletion", async () => {
    const { json } = await create();
    await patch(json.id, { credentials: { role_arn } });
    const job = await start(json.id);
    expect(job).toMatchObject({ status: 201, json: { target: { kind: "cloud_identity", id: json.id, name: "prod" } } });
    expect(job.json.tendril_name).toBe("platform");
    const busy = { status: 409, json: { code: "TARGET_BUSY", job_id: job.json.id } };
    expect(await start(json.id, "FETCH_RESOURCES")).toMatchObject(busy);
    expect(await patch(json.id, { credentials: { role_arn } })).toMatchObject(busy);
    expect(await api.call(`${path}/${json.id}`, { method: "DELETE", as: "admin" })).toMatchObject(busy);
    expect(await getCloudIdentity(json.id)).toBeDefined();
  });

  test("cannot be about an identity that is gone", async () => {
    const { json } = await create();
    expect((await api.call(`${path}/${json.id}`, { method: "DELETE", as: "admin" })).status).toBe(204);
    expect((await start(json.id)).status).toBe(404);
  });
});

test("an identity that vines use is not deleted; once none does, it is", async () => {
  const { json } = await create();
  const vines = ["v-1", "v-2"];
  const change = (verb: "ADD" | "DELETE") =>
    documentClient.send(
      new UpdateCommand({
        TableName: tableName("cloudIdentities"),
        Key: { id: json.id },
        UpdateExpression: `${verb} vine_ids :vines`,
        ExpressionAttributeValues: { ":vines": new Set(vines) },
      }),
    );
  const remove = () => api.call(`${path}/${json.id}`, { method: "DELETE", as: "admin" });
  await change("ADD");
  expect(await remove()).toMatchObject({
    status: 409,
    json: { code: "IDENTITY_IN_USE", vine_id: expect.stringMatching(/^v-[12]$/) },
  });
  expect((await api.call(`${path}/${json.id}`, { as: "viewer" })).body).not.toContain("v-1");
  await change("DELETE");
  expect((await remove()).status).toBe(204);
});

describe("the set-up of the other clouds", () => {
  test("names issuer, subject and audience exactly as GCP compares them", async () => {
    const credentials = {
      project_id: "my-project",
      project_number: "418293057164",
      pool_id: "vintner",
      provider_id: "vintner-aws",
      service_account_email: "reader@my-project.iam.gserviceaccount.com",
    };
    const { json } = await create({ provider: "gcp", name: "g", credentials });
    const { json: setup } = await api.call(`${path}/${json.id}/setup`, { as: "viewer" });
    const text = setup.parts.map((part: { text: string }) => part.text).join("");
    const provider =
      "//iam.googleapis.com/projects/418293057164/locations/global/workloadIdentityPools/vintner/providers/vintner-aws";
    expect(setup.trust).toMatchObject({ issuer: "https://tokens.test", audience: `https:${provider}` });
    expect(text).toContain(`--allowed-audiences=https:${provider}`);
    expect(text).toContain(`--attribute-condition='assertion.sub == "${setup.trust.subject}"'`);
    expect(text).toContain(`/workloadIdentityPools/vintner/subject/${setup.trust.subject}`);
    expect(text).not.toMatch(/keys create|\.json/);
  });

  test("has Azure trust the same, for Entra's audience", async () => {
    const tenant_id = randomUUID();
    const subscription_id = randomUUID();
    const { json } = await create({ provider: "azure", name: "a", credentials: { tenant_id, subscription_id } });
    const before = await api.call(`${path}/${json.id}/setup`, { as: "viewer" });
    expect(before.body).toContain("az ad app create");
    const client_id = randomUUID();
    await patch(json.id, { credentials: { client_id } });
    const { json: setup } = await api.call(`${path}/${json.id}/setup`, { as: "viewer" });
    const text = setup.parts.map((part: { text: string }) => part.text).join("");
    expect(text).toContain(`--id ${client_id}`);
    expect(text).toContain('"audiences":["api://AzureADTokenExchange"]');
    expect(text).toContain(`"subject":"${setup.trust.subject}"`);
    expect(text).toContain(`--scope /subscriptions/${subscription_id}`);
  });
});
