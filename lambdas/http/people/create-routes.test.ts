import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { jobSchema } from "../../contract/job.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { peopleApi } from "../../../test/people-api.ts";
import { markClosed } from "../../store/close-job.ts";
import { changeJob, getJob } from "../../store/jobs.ts";
import { getTendril } from "../../store/tendrils.ts";

let dynamoDb: DynamoDb;
let api: Awaited<ReturnType<typeof peopleApi>>;
let names = 0;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  process.env["STATE_MACHINES"] = JSON.stringify({ DEPLOY_WORKER: "arn:machine" });
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  api = await peopleApi();
});

function deploy(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: "DEPLOY_WORKER", name: `n${(names += 1)}`, region: "eu-west-1", ...more };
}

async function close(id: string): Promise<void> {
  await changeJob(id, { set: { status: "FAILED" } });
  const row = await getJob(id);
  if (row !== undefined) await markClosed(row, { missing: [], sha256: "", archiveKey: "k" }, api.world.now);
}

test("creates a job, its hidden Tendril and its execution", async () => {
  const body = deploy();
  const { status, json } = await api.call("/api/jobs", { as: "operator", body });
  expect(status).toBe(201);
  const job = jobSchema.parse(json);
  expect(job).toMatchObject({ status: "QUEUED", attempt: 1, created_by: "operator", waiting: null });
  expect(job.target).toMatchObject({ kind: "tendril", name: body["name"] });
  expect(job.config_snapshot).toEqual({ ...body, cpu: 512, memory: 1024 });
  expect(api.world.started).toEqual([job.id]);
  expect(await getTendril(job.target.id)).toMatchObject({ name: body["name"], region: "eu-west-1" });
  expect((await api.call(`/api/tendrils/${job.target.id}`, { as: "viewer" })).status).toBe(404);
});

test("50 equal requests with one key make one job, one execution and 50 equal answers", async () => {
  const given = { as: "operator", body: deploy(), headers: { "idempotency-key": "fifty" } };
  const answers = await Promise.all(Array.from({ length: 50 }, () => api.call("/api/jobs", given)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(api.world.started).toHaveLength(1);
  await changeJob(answers[0]?.json.id, { set: { status: "PROCESSING" } });
  expect((await api.call("/api/jobs", given)).body).toBe(answers[0]?.body);
}, 30_000);

test("a key is one person's, serves one request and ends after a day", async () => {
  const headers = { "idempotency-key": "mine" };
  const body = deploy();
  await api.call("/api/jobs", { as: "operator", body, headers });
  expect((await api.call("/api/jobs", { as: "operator", body: deploy(), headers })).status).toBe(422);
  expect((await api.call("/api/jobs", { as: "admin", body: deploy(), headers })).status).toBe(201);
  api.world.now = new Date(api.world.now.getTime() + 25 * 3600 * 1000);
  expect((await api.call("/api/jobs", { as: "operator", body: deploy(), headers })).status).toBe(201);
  expect(
    (await api.call("/api/jobs", { as: "operator", body: deploy(), headers: { "idempotency-key": "ä" } })).status,
  ).toBe(400);
});

test("refuses a name with an open job by that job, and a taken name", async () => {
  const body = deploy();
  const { json: first } = await api.call("/api/jobs", { as: "operator", body });
  const busy = await api.call("/api/jobs", { as: "operator", body });
  expect([busy.status, busy.json.code, busy.json.job_id]).toEqual([409, "TARGET_BUSY", first.id]);
  await close(first.id);
  const taken = await api.call("/api/jobs", { as: "operator", body });
  expect([taken.status, taken.json.code, taken.json.job_id]).toEqual([409, "NAME_TAKEN", first.id]);
});

test("answers 201 and why the job waits when Step Functions refuses, and so does a repeat", async () => {
  api.world.startError = new Error("throttled");
  const given = { as: "operator", body: deploy(), headers: { "idempotency-key": "late" } };
  const { status, json, body } = await api.call("/api/jobs", given);
  expect([status, json.waiting.code]).toEqual([201, "START_DELAYED"]);
  api.world.startError = undefined;
  expect((await api.call("/api/jobs", given)).body).toBe(body);
});

test("runs a closed job again on the same target, and only a closed one", async () => {
  const { json: first } = await api.call("/api/jobs", { as: "operator", body: deploy() });
  const again = { as: "operator", method: "POST", headers: { "idempotency-key": "again" } };
  const early = await api.call(`/api/jobs/${first.id}/rerun`, again);
  expect([early.status, early.json.code]).toEqual([409, "JOB_NOT_CLOSED"]);
  await close(first.id);
  const { status, json, body } = await api.call(`/api/jobs/${first.id}/rerun`, again);
  expect(status).toBe(201);
  expect(json).toMatchObject({ rerun_of: first.id, target: first.target, config_hash: first.config_hash });
  expect((await api.call(`/api/jobs/${first.id}/rerun`, again)).body).toBe(body);
  const busy = await api.call(`/api/jobs/${first.id}/rerun`, { as: "operator", method: "POST" });
  expect([busy.status, busy.json.job_id]).toEqual([409, json.id]);
});

test.each([
  ["an unknown region", { region: "eu-west-99" }, "/region"],
  ["a region with a command", { region: "us-east-1; rm" }, "/region"],
  ["a name with a path", { name: "../x" }, "/name"],
  ["a name with a line end", { name: "a\r\nb" }, "/name"],
  ["memory that Fargate does not pair with the CPU", { memory: 16384 }, "/memory"],
  ["an unknown field", { "external/id": "x" }, "/external~1id"],
  ["a subnet that is none", { subnet_ids: ["subnet-0123abcd", "x"] }, "/subnet_ids/1"],
  ["an unknown type", { type: "X" }, "/type"],
])("refuses %s and names the field", async (_what, more, pointer) => {
  const { status, json, headers } = await api.call("/api/jobs", { as: "operator", body: deploy(more) });
  expect([status, json.code, json.errors[0].pointer]).toEqual([400, "INVALID_REQUEST", pointer]);
  expect(headers?.["content-type"]).toBe("application/problem+json");
  expect(api.world.started).toEqual([]);
});
