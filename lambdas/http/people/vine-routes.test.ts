import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { vineSchema, vineyardSchema, type VineInput } from "../../contract/vine.ts";
import { changeCloudIdentity, getCloudIdentity } from "../../store/cloud-identities.ts";
import { getVine } from "../../store/vines.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { givenVine, type GivenVine } from "../../../test/given-vine.ts";
import { peopleApi } from "../../../test/people-api.ts";

let dynamoDb: DynamoDb;
let api: Awaited<ReturnType<typeof peopleApi>>;
let given: GivenVine;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  process.env["STATE_MACHINES"] = JSON.stringify({ PLAN: "arn:machine" });
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  api = await peopleApi();
  given = await givenVine(api);
});

const plant = (body: object, headers = {}, as = "operator") => api.call("/api/vines", { as, body, headers });
const put = (id: string, body: object, as = "operator") => api.call(`/api/vines/${id}`, { method: "PUT", as, body });
const remove = (id: string, as = "operator") => api.call(`/api/vines/${id}`, { method: "DELETE", as });
const plan = (id: string) => api.call("/api/jobs", { as: "operator", body: { type: "PLAN", vine_id: id } });
const plantNested = (levels: number) => {
  api.world.uploads.add(sha256);
  const config = { source: { kind: "archive", sha256 }, variables: { x: "NESTED" } };
  const body = JSON.stringify({ ...given.input, config });
  const rawBody = body.replace('"NESTED"', `${"[".repeat(levels)}${"]".repeat(levels)}`);
  return api.call("/api/vines", { as: "operator", rawBody });
};
const vinesOf = async (identityId: string) => [...((await getCloudIdentity(identityId))?.vine_ids ?? [])];
const sha256 = createHash("sha256").update(randomUUID()).digest("hex");

describe("a vineyard", () => {
  test("is made once of a name, and is in the list", async () => {
    const name = `v${randomUUID().slice(0, 8)}`;
    const make = (as: string, headers = {}) => api.call("/api/vineyards", { as, body: { name }, headers });
    expect((await make("viewer")).status).toBe(403);
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => make("operator", headers)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    const vineyard = vineyardSchema.parse(answers[0]?.json);
    expect(await make("operator")).toMatchObject({ status: 409, json: { code: "NAME_TAKEN" } });
    const { json } = await api.call("/api/vineyards", { as: "viewer", query: { limit: "100" } });
    expect(json.items).toContainEqual(vineyard);
    expect(json.items.map((item: { name: string }) => item.name)).toEqual(
      json.items.map((item: { name: string }) => item.name).toSorted(),
    );
  });

  test.each(["../x", "a\r\nb", 'a"b', "$(id)", "x".repeat(10_000), "🍇", "", "A"])("is not named %j", async (name) => {
    const { status, json } = await api.call("/api/vineyards", { as: "operator", body: { name } });
    expect([status, json.code, json.errors[0].pointer]).toEqual([400, "INVALID_REQUEST", "/name"]);
  });
});

describe("a vine", () => {
  test("is planted: new, unplanned, entered at its identity", async () => {
    const { status, json } = await plant(given.input);
    expect(status).toBe(201);
    const vine = vineSchema.parse(json);
    expect(vine).toMatchObject({ ...given.input, status: "NEW", last_job_id: null, outputs: {} });
    expect((await api.call(`/api/vines/${vine.id}`, { as: "viewer" })).json).toEqual(vine);
    expect(await vinesOf(given.identityId)).toEqual([vine.id]);
  });

  test("is planted once for one Idempotency-Key", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => plant(given.input, headers)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(await vinesOf(given.identityId)).toEqual([answers[0]?.json.id]);
    expect((await plant({ ...given.input, region: "eu-west-2" }, headers)).status).toBe(422);
  });

  test("is the only one of its project and stage in its vineyard, until it is deleted", async () => {
    const { json: first } = await plant(given.input);
    const again = await plant(given.input);
    expect(again).toMatchObject({ status: 409, json: { code: "NAME_TAKEN", vine_id: first.id } });
    expect(again.json.errors[0].pointer).toBe("/environment_stage");
    const elsewhere = await plant({ ...given.input, vineyard_id: await given.newVineyard() });
    expect(elsewhere.status).toBe(201);
    expect((await remove(first.id)).status).toBe(204);
    expect(await vinesOf(given.identityId)).toEqual([elsewhere.json.id]);
    expect((await plant(given.input)).status).toBe(201);
  });

  test("has a hash of what Terraform depends on", async () => {
    const { json: first } = await plant(given.input);
    const { json: renamed } = await plant({ ...given.input, project_name: "other" });
    expect(renamed.config_hash).toBe(first.config_hash);
    const { json: moved } = await put(first.id, { ...given.input, region: "eu-west-2" });
    expect(moved.config_hash).not.toBe(first.config_hash);
  });

  test.each(["viewer"])("is nothing that a %s may plant, change or delete", async (as) => {
    const { json } = await plant(given.input);
    expect((await plant({ ...given.input, project_name: "mine" }, {}, as)).status).toBe(403);
    expect((await put(json.id, { ...given.input, region: "eu-west-2" }, as)).status).toBe(403);
    expect((await remove(json.id, as)).status).toBe(403);
    expect(await getVine(json.id)).toEqual(json);
  });

  test("that does not exist is not found", async () => {
    for (const id of [randomUUID(), "x"]) {
      expect((await api.call(`/api/vines/${id}`, { as: "viewer" })).status).toBe(404);
      expect((await put(id, given.input)).status).toBe(404);
      expect((await remove(id)).status).toBe(404);
    }
  });

  test("is not one of the rows that hold names", async () => {
    await plant(given.input);
    const { json } = await api.call("/api/vines", { as: "viewer", query: { limit: "100" } });
    expect(json.items.every((item: unknown) => vineSchema.safeParse(item).success)).toBe(true);
  });
});

describe("the list of vines", () => {
  test("has those of a vineyard, by project and stage, in pages", async () => {
    for (const [project_name, environment_stage] of [
      ["shop", "test"],
      ["cart", "test"],
      ["shop", "dev"],
    ]) {
      await plant({ ...given.input, project_name, environment_stage });
    }
    await plant({ ...given.input, vineyard_id: await given.newVineyard() });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = {
        ...{ vineyard_id: given.input.vineyard_id, limit: "2" },
        ...(cursor !== null && { cursor }),
      };
      const { json } = await api.call("/api/vines", { as: "viewer", query });
      names.push(...json.items.map((item: VineInput) => `${item.project_name}-${item.environment_stage}`));
      cursor = json.next_cursor;
    } while (cursor !== null);
    expect(names).toEqual(["cart-test", "shop-dev", "shop-test"]);
  });

  test("of an unknown vineyard is empty; a made-up cursor is not found", async () => {
    const { json } = await api.call("/api/vines", { as: "viewer", query: { vineyard_id: randomUUID() } });
    expect(json).toEqual({ items: [], next_cursor: null });
    expect((await api.call("/api/vines", { as: "viewer", query: { cursor: "!" } })).status).toBe(404);
  });

  test("is cut where it would not fit into an answer", async () => {
    const variables = Object.fromEntries(Array.from({ length: 3 }, (_, n) => [`large_${n}`, `"`.repeat(10_000)]));
    api.world.uploads.add(sha256);
    const config = { source: { kind: "archive", sha256 }, variables };
    const many = Array.from({ length: 60 }, (_, n) => plant({ ...given.input, project_name: `p${n}`, config }));
    expect(new Set((await Promise.all(many)).map(({ status }) => status))).toEqual(new Set([201]));
    const query = { vineyard_id: given.input.vineyard_id, limit: "100" };
    const { json, body } = await api.call("/api/vines", { as: "viewer", query });
    expect(json.items.length).toBeLessThan(60);
    expect(json.next_cursor).not.toBeNull();
    expect(JSON.stringify(body).length).toBeLessThan(6 * 1024 * 1024);
  });
});

describe("a change", () => {
  test("replaces all that a person says, and frees the old name", async () => {
    const { json: before } = await plant(given.input);
    api.world.now = new Date("2026-01-01T00:01:00.000Z");
    const input = {
      ...given.input,
      ...{
        vineyard_id: await given.newVineyard(),
        cloud_identity_id: await given.newIdentity(),
        project_name: "moved",
      },
      config: { source: { kind: "template", name: "aws-network" }, variables: { name: "n" } },
    };
    const { status, json } = await put(before.id, input);
    expect(status).toBe(200);
    expect(json).toMatchObject({ ...input, id: before.id, created_at: before.created_at });
    expect(json.updated_at).toBe("2026-01-01T00:01:00.000Z");
    expect((await api.call(`/api/vines/${before.id}`, { as: "viewer" })).json).toEqual(json);
    expect(await vinesOf(given.identityId)).toEqual([]);
    expect(await vinesOf(input.cloud_identity_id)).toEqual([before.id]);
    expect((await plant(given.input)).status).toBe(201);
  });

  test("to a name that another vine has is refused and changes nothing", async () => {
    const { json: other } = await plant({ ...given.input, project_name: "other" });
    const { json } = await plant(given.input);
    const refused = await put(json.id, { ...given.input, project_name: "other" });
    expect(refused).toMatchObject({ status: 409, json: { code: "NAME_TAKEN", vine_id: other.id } });
    expect(await getVine(json.id)).toEqual(json);
  });

  test("of one vine by many at once leaves one name and one identity", async () => {
    const { json } = await plant(given.input);
    const identities = await Promise.all(Array.from({ length: 4 }, () => given.newIdentity()));
    const changes = identities.map((cloud_identity_id, n) =>
      put(json.id, { ...given.input, cloud_identity_id, project_name: `p${n}` }),
    );
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const now = await getVine(json.id);
    for (const [n, id] of identities.entries()) {
      expect(await vinesOf(id)).toEqual(id === now?.cloud_identity_id ? [json.id] : []);
      const status = now?.project_name === `p${n}` ? 409 : 201;
      expect((await plant({ ...given.input, project_name: `p${n}` })).status).toBe(status);
    }
  });

  test("is refused while a job is open on the vine, and so is a deletion", async () => {
    const { json } = await plant(given.input);
    const job = await plan(json.id);
    expect(job.status).toBe(201);
    const busy = { status: 409, json: { code: "TARGET_BUSY", job_id: job.json.id } };
    expect(await put(json.id, { ...given.input, region: "eu-west-2" })).toMatchObject(busy);
    expect(await remove(json.id)).toMatchObject(busy);
    expect(await getVine(json.id)).toMatchObject({ region: given.input.region, last_job_id: job.json.id });
  });
});

test("an identity is not deleted as long as a vine uses it", async () => {
  const { json } = await plant(given.input);
  const deleteIt = () => api.call(`/api/cloud-identities/${given.identityId}`, { method: "DELETE", as: "admin" });
  expect(await deleteIt()).toMatchObject({ status: 409, json: { code: "IDENTITY_IN_USE", vine_id: json.id } });
  await remove(json.id);
  expect((await deleteIt()).status).toBe(204);
  expect(await plant(given.input)).toMatchObject({
    status: 404,
    json: { errors: [{ pointer: "/cloud_identity_id" }] },
  });
});

describe("a vine is refused", () => {
  const vineyard_id = randomUUID();
  const template = (variables: object, name = "aws-security-group") => ({
    config: { source: { kind: "template", name }, variables },
  });
  const group = { vpc_id: "vpc-1", name: "web", allowed_cidrs: ["10.0.0.0/8"] };
  test.each<[string, object, number, string]>([
    ["an unknown vineyard", { vineyard_id }, 404, "/vineyard_id"],
    ["an unknown identity", { cloud_identity_id: vineyard_id }, 404, "/cloud_identity_id"],
    ["no UUID", { vineyard_id: "x" }, 400, "/vineyard_id"],
    ["an unknown region", { region: "eu-west-99" }, 400, "/region"],
    ["a region with a command", { region: "us-east-1; rm" }, 400, "/region"],
    ["a project with a path", { project_name: "../x" }, 400, "/project_name"],
    ["a stage with a line end", { environment_stage: "a\r\nb" }, 400, "/environment_stage"],
    ["a project of 10 KB", { project_name: "x".repeat(10_240) }, 400, "/project_name"],
    ["a project with an emoji", { project_name: "shop🍇" }, 400, "/project_name"],
    ["an unknown field", { status: "PLANNED" }, 400, "/status"],
    ["an unknown template", template({}, "tendril"), 400, "/config/source/name"],
    [
      "an archive that is no hash",
      { config: { source: { kind: "archive", sha256: "../x" } } },
      400,
      "/config/source/sha256",
    ],
    [
      "an archive that was not uploaded",
      { config: { source: { kind: "archive", sha256 } } },
      409,
      "/config/source/sha256",
    ],
    ["an unknown variable", template({ ...group, nmae: "x" }), 400, "/config/variables/nmae"],
    ["no variable that is needed", template({ ...group, vpc_id: undefined }), 400, "/config/variables/vpc_id"],
    ["a text for a number", template({ ...group, port: "443" }), 400, "/config/variables/port"],
    ["a number for a text", template({ ...group, name: 1 }), 400, "/config/variables/name"],
    ["a list that holds numbers", template({ ...group, allowed_cidrs: [1] }), 400, "/config/variables/allowed_cidrs"],
    ["null", template({ ...group, port: null }), 400, "/config/variables/port"],
    ["a variable named -var", template({ "-var": "x=1" }), 400, "/config/variables/-var"],
    ["TF_CLI_ARGS", template({ TF_CLI_ARGS: "x" }), 400, "/config/variables/TF_CLI_ARGS"],
    ["LD_PRELOAD", template({ LD_PRELOAD: "x" }), 400, "/config/variables/LD_PRELOAD"],
    ["a number that cannot be kept", template({ ...group, port: 1e200 }), 400, "/config/variables/port"],
    ["a number too near to zero", template({ ...group, port: 1e-200 }), 400, "/config/variables/port"],
    ["more than 64 KB", template({ name: "x".repeat(65_536) }), 400, "/config/variables"],
  ])("with %s, by its field", async (_what, more, status, pointer) => {
    const refused = await plant({ ...given.input, ...more });
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([status, pointer]);
    expect(refused.headers?.["content-type"]).toBe("application/problem+json");
    expect(await vinesOf(given.identityId)).toEqual([]);
  });

  test.each([
    ["gcp", "Google Cloud"],
    ["azure", "Azure"],
  ] as const)("in %s, in words", async (provider, cloud) => {
    await changeCloudIdentity(given.identityId, { set: { provider } });
    const { json: vine, status } = await plant(given.input);
    expect([status, vine.code, vine.errors[0].pointer]).toEqual([400, "INVALID_REQUEST", "/cloud_identity_id"]);
    expect(vine.detail).toContain(cloud);
    expect(vine.detail).toContain("AWS");
  });

  test.each([29, 30_000])("with a variable of %d levels, in words", async (levels) => {
    const { status, json } = await plantNested(levels);
    expect([status, json.code]).toEqual([400, "INVALID_REQUEST"]);
    expect(json.detail).toContain("nested deeper than 30 levels");
  });

  test("not with one of 28 levels, and its plan neither", async () => {
    const { status, json } = await plantNested(28);
    expect(status).toBe(201);
    expect((await plan(json.id)).status).toBe(201);
  });

  test("with a reserved name, which is said", async () => {
    const { json } = await plant({ ...given.input, ...template({ TF_LOG: "x" }) });
    expect(json.detail).toContain("/config/variables/TF_LOG is a reserved name");
  });
});

describe("an archive", () => {
  const upload = (body: object, as = "operator") => api.call("/api/archives", { as, body });

  test("gets an address for its bytes alone", async () => {
    const { status, json } = await upload({ sha256, size: 1234 });
    expect(status).toBe(201);
    const { pathname, searchParams } = new URL(json.upload_url);
    expect(pathname).toContain(`/archives/${sha256}.tgz`);
    expect(searchParams.get("X-Amz-SignedHeaders")).toBe("content-length;host;x-amz-checksum-sha256");
    expect(json.headers).toEqual({ "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64") });
    expect(json.expires_at).toBe("2026-01-01T00:15:00.000Z");
  });

  test.each<[string, object, string]>([
    ["no hash", { sha256: "x", size: 1 }, "/sha256"],
    ["a hash in capitals", { sha256: sha256.toUpperCase().replace(/\d/g, "A"), size: 1 }, "/sha256"],
    ["a path", { sha256: `../${sha256}`, size: 1 }, "/sha256"],
    ["nothing", { sha256, size: 0 }, "/size"],
    ["more than 10 MB", { sha256, size: 10 * 1024 * 1024 + 1 }, "/size"],
    ["a part of a byte", { sha256, size: 1.5 }, "/size"],
    ["a name of its own", { sha256, size: 1, key: "x" }, "/key"],
  ])("is refused with %s", async (_what, body, pointer) => {
    const { status, json } = await upload(body);
    expect([status, json.errors[0].pointer]).toEqual([400, pointer]);
  });

  test("is nothing that a viewer may upload", async () => {
    expect((await upload({ sha256, size: 1 }, "viewer")).status).toBe(403);
  });

  test("once uploaded, is what a vine may be planted from, with variables of any shape", async () => {
    api.world.uploads.add(sha256);
    const config = { source: { kind: "archive", sha256 }, variables: { sizes: { small: [1, null, true] } } };
    expect(await plant({ ...given.input, config })).toMatchObject({ status: 201, json: { config } });
  });
});
