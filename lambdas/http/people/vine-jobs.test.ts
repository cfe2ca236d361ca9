import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { jobSchema } from "../../contract/job.ts";
import type { Vine } from "../../contract/vine.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import { vineSnapshotOf } from "../../domain/vine-snapshot.ts";
import { markClosed } from "../../store/close-job.ts";
import { changeCloudIdentity } from "../../store/cloud-identities.ts";
import { changeJob } from "../../store/jobs.ts";
import { createTendril } from "../../store/tendrils.ts";
import { getVine, markPlanned } from "../../store/vines.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { givenVine, type GivenVine } from "../../../test/given-vine.ts";
import { peopleApi } from "../../../test/people-api.ts";

let dynamoDb: DynamoDb;
let api: Awaited<ReturnType<typeof peopleApi>>;
let given: GivenVine;
let vine: Vine;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  process.env["STATE_MACHINES"] = JSON.stringify({ PLAN: "arn:machine" });
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  api = await peopleApi();
  given = await givenVine(api);
  vine = (await api.call("/api/vines", { as: "operator", body: given.input })).json;
});

const plan = (more: object = {}, headers = {}, as = "operator") =>
  api.call("/api/jobs", { as, body: { type: "PLAN", vine_id: vine.id, ...more }, headers });
const rerun = (id: string) => api.call(`/api/jobs/${id}/rerun`, { as: "operator", method: "POST" });
const put = (body: object) => api.call(`/api/vines/${vine.id}`, { method: "PUT", as: "operator", body });
const sha256 = createHash("sha256").update(randomUUID()).digest("hex");
const fromArchive = () => ({ ...given.input, config: { source: { kind: "archive", sha256 }, variables: {} } });

async function close(id: string): Promise<void> {
  const row = await changeJob(id, { set: { status: "FAILED" } });
  if (row !== undefined) await markClosed(row, { missing: [], sha256: "", archiveKey: "k" }, api.world.now);
}

async function tendril(more: Partial<TendrilRow> = { registered_at: "2026-01-01T00:00:00.000Z" }) {
  const id = randomUUID();
  const name = `t${id.slice(0, 8)}`;
  const created_at = api.world.now.toISOString();
  const row = { id, name, mode: "cloud-hosted", region: "eu-west-1", created_at, instances: {}, ...more } as const;
  await createTendril(row, []);
  return row;
}

describe("a plan", () => {
  test("is a job on its vine, for any Tendril, by the configuration of now", async () => {
    const { status, json } = await plan();
    expect(status).toBe(201);
    const job = jobSchema.parse(json);
    expect(job).toMatchObject({
      ...{ type: "PLAN", status: "QUEUED", attempt: 1, plan_job_id: null, rerun_of: null },
      ...{ tendril_id: null, tendril_name: null, config_hash: vine.config_hash },
      target: { kind: "vine", id: vine.id, name: "shop-test" },
    });
    const { config, ...said } = given.input;
    expect(job.config_snapshot).toEqual({ ...said, ...config, destroy: false });
    expect(vineSnapshotOf(job)).toEqual(job.config_snapshot);
    expect(api.world.started).toEqual([job.id]);
    expect(await getVine(vine.id)).toEqual({ ...vine, last_job_id: job.id });
  });

  test("that succeeds makes of a new vine a planned one", async () => {
    await markPlanned(vine.id);
    await markPlanned(vine.id);
    expect(await getVine(vine.id)).toEqual({ ...vine, status: "PLANNED" });
    const gone = randomUUID();
    await markPlanned(gone);
    expect(await getVine(gone)).toBeUndefined();
  });

  test("of a destroy says so, and may ask for a Tendril", async () => {
    const { id, name } = await tendril();
    const { json } = await plan({ destroy: true, tendril_id: id });
    expect(json).toMatchObject({ tendril_id: id, tendril_name: name, config_snapshot: { destroy: true } });
    const { json: list } = await api.call("/api/jobs", { as: "viewer", query: { tendril_id: id } });
    expect(list.items.map((job: { id: string }) => job.id)).toEqual([json.id]);
  });

  test("is one job for one Idempotency-Key, however often and fast it is asked for", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => plan({}, headers)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(api.world.started).toEqual([answers[0]?.json.id]);
  });

  test("is refused while another job is open on the vine, by that job", async () => {
    const { json } = await plan();
    expect(await plan()).toMatchObject({ status: 409, json: { code: "TARGET_BUSY", job_id: json.id } });
    await close(json.id);
    expect((await plan()).status).toBe(201);
  });

  test("is found by its vine", async () => {
    const { json } = await plan();
    const of = async (vine_id: string) =>
      (await api.call("/api/jobs", { as: "viewer", query: { vine_id } })).json.items;
    expect((await of(vine.id)).map((job: { id: string }) => job.id)).toEqual([json.id]);
    expect(await of(randomUUID())).toEqual([]);
  });

  test("cannot be applied yet", async () => {
    const { json } = await plan();
    const refused = await api.call(`/api/jobs/${json.id}/apply`, { as: "operator", body: {} });
    expect(refused).toMatchObject({ status: 409, json: { code: "NOT_APPLICABLE" } });
    expect(refused.json.detail).toContain("cannot be applied yet");
  });
});

describe("a plan is refused", () => {
  const nothingStarted = async () => {
    expect(api.world.started).toEqual([]);
    expect(await getVine(vine.id)).toEqual(vine);
  };

  test.each([
    ["an unknown vine", { vine_id: randomUUID() }, 404, "/vine_id"],
    ["an unknown Tendril", { tendril_id: randomUUID() }, 404, "/tendril_id"],
    ["no vine", { vine_id: undefined }, 400, "/vine_id"],
    ["an unknown field", { variables: {} }, 400, "/variables"],
    ["a word for a yes", { destroy: "yes" }, 400, "/destroy"],
  ])("with %s, by its field", async (_what, more, status, pointer) => {
    const refused = await plan(more);
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([status, pointer]);
    await nothingStarted();
  });

  test("to a viewer", async () => {
    expect((await plan({}, {}, "viewer")).status).toBe(403);
    await nothingStarted();
  });

  test("in an identity that is not verified", async () => {
    await changeCloudIdentity(given.identityId, { set: { is_verified: false } });
    expect(await plan()).toMatchObject({
      status: 409,
      json: { code: "IDENTITY_UNVERIFIED", cloud_identity_id: given.identityId },
    });
    await nothingStarted();
  });

  test("of an archive that is gone", async () => {
    api.world.uploads.add(sha256);
    vine = (await put(fromArchive())).json;
    api.world.uploads.clear();
    expect(await plan()).toMatchObject({ status: 409, json: { code: "ARCHIVE_MISSING" } });
    await nothingStarted();
  });

  test("on a Tendril that is not deployed", async () => {
    const { id } = await tendril({});
    expect(await plan({ tendril_id: id })).toMatchObject({ status: 409, json: { code: "NOT_DEPLOYED" } });
    await nothingStarted();
  });

  test("of a vine that was deleted", async () => {
    await api.call(`/api/vines/${vine.id}`, { method: "DELETE", as: "operator" });
    expect((await plan()).status).toBe(404);
  });
});

describe("a re-run", () => {
  test("plans what was planned then, whatever the vine is now, and on the same Tendril", async () => {
    const { id: tendril_id } = await tendril();
    const { json: first } = await plan({ destroy: true, tendril_id });
    await close(first.id);
    const otherIdentity = await given.newIdentity(false);
    const changed = { ...given.input, cloud_identity_id: otherIdentity, project_name: "moved", region: "us-east-1" };
    expect((await put(changed)).status).toBe(200);
    const { status, json } = await rerun(first.id);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      ...{ rerun_of: first.id, target: first.target, tendril_id },
      ...{ config_snapshot: first.config_snapshot, config_hash: first.config_hash },
    });
    expect((await getVine(vine.id))?.last_job_id).toBe(json.id);
    await close(json.id);
    expect((await plan()).json.code).toBe("IDENTITY_UNVERIFIED");
  });

  test("is refused once its identity or its vine is gone", async () => {
    const { json: first } = await plan();
    expect((await rerun(first.id)).json.code).toBe("JOB_NOT_CLOSED");
    await close(first.id);
    await put({ ...given.input, cloud_identity_id: await given.newIdentity() });
    await api.call(`/api/cloud-identities/${given.identityId}`, { method: "DELETE", as: "admin" });
    expect(await rerun(first.id)).toMatchObject({ status: 404, json: { code: "NOT_FOUND" } });
    await api.call(`/api/vines/${vine.id}`, { method: "DELETE", as: "operator" });
    expect(await rerun(first.id)).toMatchObject({ status: 404, json: { errors: [{ pointer: "/vine_id" }] } });
  });
});
