import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { peopleApi } from "../../../test/people-api.ts";
import { memoryArchive } from "../../../test/memory-archive.ts";
import { writeDeployJob } from "../../../test/write-job.ts";
import { putChunks } from "../../store/job-logs.ts";
import { documentClient, tableName } from "../../store/client.ts";
import { changeTendril } from "../../store/tendrils.ts";
import { takeTicket } from "../../store/tickets.ts";
import { closeJob } from "../../trellis/close-job.ts";

let dynamoDb: DynamoDb;
let api: Awaited<ReturnType<typeof peopleApi>>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  process.env["TENDRIL_VERSION"] = "1.0.0";
  api = await peopleApi();
});

const get = (path: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  api.call(path, { as: "viewer", query, headers });

test("answers health and configuration to anybody", async () => {
  expect((await api.call("/healthz")).json).toEqual({ status: "ok", version: "1" });
  expect((await api.call("/config.json")).json).toMatchObject({ ws_url: "ws://live", auth: { mode: "local" } });
});

test("pages the jobs newest first and filters them", async () => {
  const jobs = [];
  for (let hour = 1; hour <= 5; hour += 1) jobs.push(await writeDeployJob({}, new Date(`2030-01-01T0${hour}:00:00Z`)));
  const newest = jobs.map(({ id }) => id).toReversed();
  const first = await get("/api/jobs", { limit: "3" });
  expect(first.json.items.map(({ id }: { id: string }) => id)).toEqual(newest.slice(0, 3));
  const second = await get("/api/jobs", { limit: "2", cursor: first.json.next_cursor });
  expect(second.json.items.map(({ id }: { id: string }) => id)).toEqual(newest.slice(3));
  const { target, id } = jobs[2] ?? (await writeDeployJob());
  for (const query of [{ q: target.name.toUpperCase() }, { q: id.slice(0, 8) }, { tendril_id: target.id }]) {
    expect((await get("/api/jobs", query)).json.items.map((job: { id: string }) => job.id)).toEqual([id]);
  }
  expect((await get("/api/jobs", { status: "SUCCESS" })).json).toEqual({ items: [], next_cursor: null });
  expect((await get("/api/jobs", { cursor: "nonsense" })).status).toBe(404);
  expect((await get("/api/jobs", { limit: "101" })).json.errors[0].pointer).toBe("/limit");
});

test("shows nothing of a job but what the contract names", async () => {
  const job = await writeDeployJob({ job_token_hash: "hash-of-a-token" });
  expect((await get(`/api/jobs/${job.id}`)).body).not.toContain("hash-of-a-token");
  expect((await get(`/api/jobs/${job.id}/status`)).json).toEqual({ status: "QUEUED", error_message: null });
  expect((await get(`/api/jobs/${randomUUID()}`)).json.code).toBe("NOT_FOUND");
});

test("reads a log in pages while it grows, and to its end once closed", async () => {
  const job = await writeDeployJob({ status: "FAILED" });
  const chunk = { stream: "STDOUT", at: "2026-01-01T00:00:00.000Z" } as const;
  const path = `/api/jobs/${job.id}/logs`;
  expect((await get(path)).json).toEqual({ items: [], next_after: null, complete: false });
  await putChunks(job.id, { attempt: 1 }, [
    { ...chunk, key: "01.04.00000001", text: "a\n", line: 1 },
    { ...chunk, key: "01.04.00000003", text: "c\n", line: 3 },
  ]);
  const page = await get(path);
  expect([page.json.items.length, page.json.next_after, page.json.complete]).toEqual([1, "01.04.00000001", false]);
  expect((await get(`/api/jobs/${job.id}/log.txt`)).body).toBe("STDOUT\ta\n");
  await closeJob(job, { archive: memoryArchive(api.world.texts), clock: { now: () => api.world.now } });
  const rest = await get(path, { after: "01.04.00000001", limit: "5" });
  expect(rest.json.items.map(({ key }: { key: string }) => key)).toEqual(["01.04.00000003", "01.04.00000004"]);
  expect([rest.json.next_after, rest.json.complete]).toEqual([null, true]);
  expect((await get(path, { after: "1" })).json.errors[0].pointer).toBe("/after");
  expect((await get(path, { after: "01.04.00000001", line: "3" })).status).toBe(400);
});

test("log.txt of a closed job redirects to the archive, or is sent to who does not take gzip", async () => {
  const job = await writeDeployJob({ status: "FAILED" });
  const text = "x".repeat(1000);
  await putChunks(job.id, { attempt: 1 }, [
    { key: "01.04.00000001", stream: "STDERR", at: "2026-01-01T00:00:00.000Z", text: `${text}\n`, line: 1, last: true },
  ]);
  await closeJob(job, { archive: memoryArchive(api.world.texts), clock: { now: () => api.world.now } });
  const path = `/api/jobs/${job.id}/log.txt`;
  const zipped = await get(path, {}, { "accept-encoding": "gzip, br" });
  expect([zipped.status, zipped.headers?.["location"]]).toEqual([
    302,
    `https://archive.test/jobs/${job.id}/log.txt.gz`,
  ]);
  expect(await get(path)).toMatchObject({ status: 200, body: `STDERR\t${text}\n` });
});

test("log.txt of a large open log is put into the bucket as it stands", async () => {
  const job = await writeDeployJob();
  const text = `${"x".repeat(24_000)}\n`;
  for (let first = 1; first <= 200; first += 50) {
    const at = "2026-01-01T00:00:00.000Z";
    const keys = Array.from({ length: 50 }, (_, index) => `01.04.${String(first + index).padStart(8, "0")}`);
    const chunks = keys.map((key, index) => ({ key, stream: "STDOUT" as const, at, text, line: first + index }));
    await putChunks(job.id, { attempt: 1 }, chunks);
  }
  const answer = await get(`/api/jobs/${job.id}/log.txt`);
  expect([answer.status, answer.headers?.["location"]]).toEqual([
    302,
    `https://archive.test/jobs/${job.id}/open/01.04.00000200.txt.gz`,
  ]);
  expect([...api.world.texts.values()][0]?.length).toBe(200 * (24_001 + "STDOUT\t".length));
});

test("registers a self-hosted Tendril once and shows how it is", async () => {
  const name = `s${randomUUID().slice(0, 8)}`;
  const register = () => api.call("/api/tendrils/register", { as: "admin", body: { name, mode: "self-hosted" } });
  const { status, json } = await register();
  expect([status, Object.keys(json)]).toEqual([201, ["id", "token"]]);
  expect((await register()).json.code).toBe("NAME_TAKEN");
  expect((await get(`/api/tendrils/${json.id}`)).json).toMatchObject({ name, status: "STARTING", version: null });
  const instance = { version: "1.0.0", draining: false, job_id: null, last_heartbeat_at: api.world.now.toISOString() };
  await changeTendril(json.id, { setInstance: { id: "arn:aws:ecs/i-1", instance } });
  const list = await get("/api/tendrils", { limit: "1" });
  expect(list.json.items).toMatchObject([{ id: json.id, status: "ONLINE", latest_version: "1.0.0" }]);
  expect(list.body).not.toContain("token");
  api.world.now = new Date(api.world.now.getTime() + 61_000);
  expect((await get(`/api/tendrils/${json.id}`)).json.status).toBe("OFFLINE");
});

test("a repeat of a registration gets the same token, which no table holds in clear", async () => {
  const [name, other, key] = [0, 1, 2].map(() => `s${randomUUID().slice(0, 8)}`);
  const register = (of = name, headers: Record<string, string> = { "idempotency-key": key ?? "" }) =>
    api.call("/api/tendrils/register", { as: "admin", body: { name: of, mode: "self-hosted" }, headers });
  const first = await register();
  expect(first.status).toBe(201);
  expect(await register()).toMatchObject({ status: 201, body: first.body });
  expect(await register(other)).toMatchObject({ status: 422, json: { code: "IDEMPOTENCY_MISMATCH" } });
  expect(await register(name, {})).toMatchObject({ status: 409, json: { code: "NAME_TAKEN" } });
  const kept = await documentClient.send(new ScanCommand({ TableName: tableName("idempotency") }));
  expect(kept.Items).toContainEqual(expect.objectContaining({ idempotency_key: `admin#${key}` }));
  expect(JSON.stringify(kept.Items)).not.toContain(first.json.token);
  api.world.now = new Date(api.world.now.getTime() + 24 * 3600_000);
  expect(await register()).toMatchObject({ status: 409, json: { code: "NAME_TAKEN" } });
});

test("gives a ticket that is bound to the Origin, and none to a foreign one", async () => {
  const ask = (origin: string) =>
    api.call("/api/realtime/tickets", { as: "viewer", method: "POST", headers: { origin } });
  expect((await ask("http://elsewhere")).status).toBe(403);
  const { status, json } = await ask("http://dashboard");
  expect([status, json.expires_at]).toEqual([201, new Date(api.world.now.getTime() + 30_000).toISOString()]);
  expect(await takeTicket(json.ticket)).toMatchObject({ origin: "http://dashboard", who: { kind: "person" } });
});
