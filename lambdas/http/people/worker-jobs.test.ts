import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { jobSchema } from "../../contract/job.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import { documentClient } from "../../store/client.ts";
import { markClosed } from "../../store/close-job.ts";
import { changeJob, getJob } from "../../store/jobs.ts";
import { changeTendril, createTendril, removeTendril } from "../../store/tendrils.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { peopleApi } from "../../../test/people-api.ts";

let dynamoDb: DynamoDb;
let api: Awaited<ReturnType<typeof peopleApi>>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  process.env["STATE_MACHINES"] = JSON.stringify({ UPDATE_WORKER: "arn:update", DESTROY_WORKER: "arn:destroy" });
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  api = await peopleApi();
});

/** A Tendril that runs the given version; people-api's newest release is 1.0.0. */
async function tendril(version: string | undefined, more: Partial<TendrilRow> = {}): Promise<TendrilRow> {
  const created_at = api.world.now.toISOString();
  const name = `t${randomUUID().slice(0, 8)}`;
  const instance = { version: version ?? "", draining: false, job_id: null, last_heartbeat_at: created_at };
  const row: TendrilRow = {
    ...{ id: randomUUID(), name, mode: "cloud-hosted", region: "eu-west-1", created_at, registered_at: created_at },
    deployment: { name, region: "eu-west-1", cpu: 512, memory: 1024 },
    instances: version === undefined ? {} : { a: instance },
    ...more,
  };
  await createTendril(row, []);
  return row;
}

const create = (as: string, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  api.call("/api/jobs", { as, body, headers });
const update = ({ id }: TendrilRow, headers?: Record<string, string>) =>
  create("operator", { type: "UPDATE_WORKER", tendril_id: id }, headers);
const destroy = ({ id }: { readonly id: string }, more: object = {}, as = "operator") =>
  create(as, { type: "DESTROY_WORKER", tendril_id: id, ...more });

async function close(id: string): Promise<void> {
  await changeJob(id, { set: { status: "FAILED" } });
  const row = await getJob(id);
  if (row !== undefined) await markClosed(row, { missing: [], sha256: "", archiveKey: "k" }, api.world.now);
}

describe("an update", () => {
  test("is a job on its Tendril", async () => {
    const row = await tendril("0.9.0");
    const { status, json } = await update(row);
    expect(status).toBe(201);
    const job = jobSchema.parse(json);
    expect(job).toMatchObject({ type: "UPDATE_WORKER", target: { kind: "tendril", id: row.id, name: row.name } });
    expect(job.config_snapshot).toEqual({ type: "UPDATE_WORKER", tendril_id: row.id });
    expect(api.world.started).toEqual([job.id]);
    expect((await getJob(job.id))?.deployment?.region).toBe("eu-west-1");
  });

  const refused: readonly [string, string | undefined, (created_at: string) => Partial<TendrilRow>, string][] = [
    ["up to date", "1.0.0", () => ({}), "UP_TO_DATE"],
    ["self-hosted", "0.9.0", () => ({ mode: "self-hosted" }), "SELF_HOSTED"],
  ];
  test.each(refused)("of a Tendril that is %s is refused", async (_title, version, more, code) => {
    const row = await tendril(version, more(""));
    expect(await update(row)).toMatchObject({ status: 409, json: { code, detail: expect.stringContaining(row.name) } });
    expect(api.world.started).toEqual([]);
  });

  test("of a Tendril whose deployment failed half-way is refused", async () => {
    const row = await tendril(undefined);
    await changeTendril(row.id, { remove: ["registered_at"] });
    expect(await update(row)).toMatchObject({ status: 409, json: { code: "NOT_DEPLOYED" } });
  });

  test("asked for again with its key gets the first answer, though the Tendril is up to date by now", async () => {
    const row = await tendril("0.9.0");
    const headers = { "idempotency-key": randomUUID() };
    const first = await update(row, headers);
    await close(first.json.id);
    await changeTendril(row.id, { set: { instances: (await tendril("1.0.0")).instances } });
    expect((await update(row, headers)).body).toBe(first.body);
    expect(await api.call(`/api/jobs/${first.json.id}/rerun`, { as: "operator", body: {} })).toMatchObject({
      status: 409,
      json: { code: "UP_TO_DATE" },
    });
  });
});

describe("a destroy", () => {
  test("is a job on its Tendril, also when its deployment failed half-way", async () => {
    const row = await tendril(undefined);
    await changeTendril(row.id, { remove: ["registered_at"] });
    const { status, json } = await destroy(row);
    expect([status, json.target.id]).toEqual([201, row.id]);
  });

  test("with force needs an admin", async () => {
    const row = await tendril("1.0.0");
    expect(await destroy(row, { force: true })).toMatchObject({ status: 403, json: { code: "FORBIDDEN" } });
    expect((await destroy(row, { force: true }, "admin")).status).toBe(201);
  });

  test("and an update are refused while another job is open on the Tendril, which is named", async () => {
    const row = await tendril("0.9.0");
    const { json } = await destroy(row);
    for (const answer of [await destroy(row), await update(row)]) {
      expect(answer).toMatchObject({ status: 409, json: { code: "TARGET_BUSY", job_id: json.id } });
    }
  });

  test("is made when the job in its way is closed before the refusal's cause is read", async () => {
    const row = await tendril("1.0.0");
    const { json } = await destroy(row);
    const send = documentClient.send.bind(documentClient) as (command: unknown) => Promise<unknown>;
    const closesWhenRefused = jest.spyOn(documentClient as { send: typeof send }, "send");
    closesWhenRefused.mockImplementation(async (command) => {
      try {
        return await send(command);
      } catch (error) {
        closesWhenRefused.mockRestore();
        await close(json.id);
        throw error;
      }
    });
    expect((await destroy(row)).status).toBe(201);
    expect((await getJob(json.id))?.open).toBeUndefined();
  });

  test("of 20 in parallel is made once", async () => {
    const row = await tendril("1.0.0");
    const answers = await Promise.all(Array.from({ length: 20 }, () => destroy(row)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test("run again after the Tendril is gone finds nothing", async () => {
    const row = await tendril("1.0.0");
    const { json } = await destroy(row);
    await close(json.id);
    await removeTendril(row);
    const again = await api.call(`/api/jobs/${json.id}/rerun`, { as: "operator", body: {} });
    expect(again).toMatchObject({ status: 404, json: { code: "NOT_FOUND" } });
  });

  test("run again after it failed is the same job on the same Tendril", async () => {
    const row = await tendril("1.0.0");
    const { json } = await destroy(row, { force: true }, "admin");
    await close(json.id);
    const again = await api.call(`/api/jobs/${json.id}/rerun`, { as: "admin", body: {} });
    expect(again).toMatchObject({
      status: 201,
      json: { rerun_of: json.id, target: { id: row.id }, config_snapshot: { force: true } },
    });
  });
});

test.each([
  ["an unknown id", randomUUID(), 404],
  ["an id that is none", "../../x", 400],
])("%s is refused", async (_title, tendril_id, status) => {
  for (const type of ["UPDATE_WORKER", "DESTROY_WORKER"]) {
    expect((await create("operator", { type, tendril_id })).status).toBe(status);
  }
});

test("a viewer may neither update nor destroy", async () => {
  const row = await tendril("0.9.0");
  for (const type of ["UPDATE_WORKER", "DESTROY_WORKER"]) {
    expect((await create("viewer", { type, tendril_id: row.id })).status).toBe(403);
  }
});
