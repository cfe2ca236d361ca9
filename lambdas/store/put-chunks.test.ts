import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { writeAsBeforeLogHeads } from "../../test/before-log-heads.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { writeDeployJob } from "../../test/write-job.ts";
import type { Chunk } from "../contract/log.ts";
import { documentClient } from "./client.ts";
import { allChunks, lastChunkOf, putChunks, readLog } from "./job-logs.ts";
import { changeJob, getJob } from "./jobs.ts";
import { addLogWatcher, removeLogWatchers } from "./log-watchers.ts";

let dynamoDb: DynamoDb;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
}, 60_000);
afterAll(() => dynamoDb.stop());

let id: string;
beforeEach(async () => {
  id = (await writeDeployJob()).id;
});

const fence = { attempt: 1 };

function chunk(n: number, more: Partial<Chunk> = {}): Chunk {
  const key = `01.04.${String(n).padStart(8, "0")}`;
  return { key, stream: "STDOUT", text: `line ${n}\n`, at: "2026-01-01T00:00:00.000Z", line: n, ...more };
}

async function keys(): Promise<string[]> {
  return (await Array.fromAsync(allChunks(id))).map(({ key }) => key.slice(6).replace(/^0+/, ""));
}

test("stores chunks as they came and sums them up in the job", async () => {
  const given = [chunk(1, { text: "one\ntwo\n" }), chunk(2, { line: 3, stream: "STDERR", last: true })];
  await putChunks(id, fence, given);
  expect(await Array.fromAsync(allChunks(id))).toEqual(given);
  expect(await getJob(id)).toMatchObject({ log_last_key: "01.04.00000002", log_lines: 3 });
  expect(await lastChunkOf(id, "01.04")).toEqual(given[1]);
});

test("takes the same bytes again and leaves the summary where it was", async () => {
  await putChunks(id, fence, [chunk(1), chunk(2), chunk(3)]);
  await putChunks(id, fence, [chunk(1), chunk(2)]);
  expect(await getJob(id)).toMatchObject({ log_last_key: "01.04.00000003", log_lines: 3 });
});

test("stores up to the first refusal and names its key", async () => {
  await putChunks(id, fence, [chunk(3)]);
  const other = chunk(3, { text: "another\n" });
  const put = putChunks(id, fence, [chunk(1), chunk(2), other, chunk(4)]);
  await expect(put).rejects.toMatchObject({ code: "LOG_CONFLICT", extensions: { key: "01.04.00000003" } });
  expect(await keys()).toEqual(["1", "2", "3"]);
});

test("refuses a stale attempt, another job's token and a closed job, and stores nothing", async () => {
  await changeJob(id, { set: { attempt: 2, job_token_hash: "right" } });
  await expect(putChunks(id, fence, [chunk(1)])).rejects.toMatchObject({ code: "STALE_ATTEMPT" });
  const second = [chunk(1, { key: "02.04.00000001" })];
  const foreign = { attempt: 2, jobTokenHash: "wrong" };
  await expect(putChunks(id, foreign, second)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await changeJob(id, { remove: ["open"] });
  await expect(putChunks(id, { attempt: 2 }, second)).rejects.toMatchObject({ code: "JOB_CLOSED" });
  await expect(putChunks(randomUUID(), fence, [chunk(1)])).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await keys()).toEqual([]);
});

test.each([
  ["is requeued", { set: { attempt: 2 } }, "STALE_ATTEMPT"],
  ["is taken from its runner", { remove: ["job_token_hash"] }, "FORBIDDEN"],
  ["is given to another", { set: { job_token_hash: "another" } }, "FORBIDDEN"],
  ["is closed", { remove: ["open"] }, "JOB_CLOSED"],
] as const)("refuses a writer who knew the job before it %s, and stores nothing", async (_what, change, code) => {
  const known = await changeJob(id, { set: { job_token_hash: "right" } });
  await changeJob(id, change);
  const put = putChunks(id, { ...fence, jobTokenHash: "right" }, [chunk(1)], [], { known });
  await expect(put).rejects.toMatchObject({ code });
  expect(await keys()).toEqual([]);
});

test("a writer who knew the job before it was cancelled hears of it", async () => {
  const known = await getJob(id);
  await changeJob(id, { set: { status: "CANCELLED" } });
  expect((await putChunks(id, fence, [chunk(1)], [], { known })).status).toBe("CANCELLED");
  expect(await keys()).toEqual(["1"]);
});

test("a job from before there were heads goes on with its log and its watchers", async () => {
  await putChunks(id, fence, [chunk(1), chunk(2)]);
  const summary = { log_last_key: "01.04.00000002", log_lines: 2 };
  await writeAsBeforeLogHeads(id, { ...summary, job_token_hash: "right", log_watchers: new Set(["anna"]) });
  expect(await getJob(id)).toMatchObject({ ...summary, log_watchers: new Set(["anna"]) });
  await putChunks(id, { ...fence, jobTokenHash: "right" }, [chunk(3)]);
  await addLogWatcher(id, "ben");
  const row = await putChunks(id, { ...fence, jobTokenHash: "right" }, [chunk(4)]);
  expect(row).toMatchObject({ log_last_key: "01.04.00000004", log_lines: 4, log_watchers: new Set(["ben"]) });
  expect(await keys()).toEqual(["1", "2", "3", "4"]);
});

test.each([
  ["a step that the job does not have", "01.07.00000001"],
  ["another attempt", "02.04.00000001"],
  ["a count from 0", "01.04.00000000"],
])("refuses a key of %s", async (_what, key) => {
  const put = putChunks(id, fence, [chunk(1, { key })]);
  await expect(put).rejects.toMatchObject({ code: "INVALID_REQUEST", errors: [{ pointer: "/chunks/0/key" }] });
});

test("takes chunks of many writers at once without losing one", async () => {
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(numbers.map((n) => putChunks(id, fence, [chunk(n)])));
  expect(await keys()).toEqual(numbers.map(String));
  expect(await getJob(id)).toMatchObject({ log_last_key: "01.04.00000020", log_lines: 20 });
});

test("a writer hears of everyone who watched when it stored, and of nobody who left, without reading the job", async () => {
  const known = await getJob(id);
  const read = () => Promise.reject(new Error("read"));
  await addLogWatcher(id, "anna");
  await addLogWatcher(id, "ben");
  const row = await putChunks(id, fence, [chunk(1)], [], { known, read });
  expect(row.log_watchers).toEqual(new Set(["anna", "ben"]));
  await removeLogWatchers(id, ["anna", "nobody"]);
  expect((await putChunks(id, fence, [chunk(2)], [], { known: row, read })).log_watchers).toEqual(new Set(["ben"]));
  await removeLogWatchers(id, ["ben"]);
  expect((await putChunks(id, fence, [chunk(3)], [], { known: row, read })).log_watchers).toBeUndefined();
});

test("asks first who watches where somebody may have come, and writes once", async () => {
  const known = await getJob(id);
  await addLogWatcher(id, "anna");
  const send = jest.spyOn(documentClient, "send");
  const source = { known, mayBeWatched: true, read: () => Promise.reject(new Error("read")) };
  const row = await putChunks(id, fence, [chunk(1)], [], source);
  const sent = send.mock.calls.map(([command]) => command.constructor.name);
  send.mockRestore();
  expect(row.log_watchers).toEqual(new Set(["anna"]));
  expect(sent).toEqual(["GetCommand", "TransactWriteCommand"]);
});

test("asks first, and hears that the job is closed", async () => {
  const known = await getJob(id);
  await changeJob(id, { remove: ["open"] });
  const put = putChunks(id, fence, [chunk(1)], [], { known, mayBeWatched: true });
  await expect(put).rejects.toMatchObject({ code: "JOB_CLOSED" });
});

test("a closed job has no watchers", async () => {
  await changeJob(id, { remove: ["open"] });
  await addLogWatcher(id, "anna");
  expect((await getJob(id))?.log_watchers).toBeUndefined();
});

async function read(query: Parameters<typeof readLog>[1]): Promise<unknown[]> {
  const row = await getJob(id);
  if (row === undefined) throw new Error("no job");
  const { items, place, atEnd } = await readLog(row, query);
  return [items.map(({ line }) => line), place?.slice(6), atEnd];
}

test("a reader waits before a hole and goes on once it is filled or declared", async () => {
  await putChunks(id, fence, [chunk(1), chunk(2), chunk(4), chunk(6)]);
  expect(await read({ limit: 10 })).toEqual([[1, 2], "00000002", true]);
  await putChunks(id, fence, [chunk(3)]);
  expect(await read({ limit: 10, after: "01.04.00000002" })).toEqual([[3, 4], "00000004", true]);
  await putChunks(id, fence, [], ["01.04.00000005"]);
  expect(await read({ limit: 10, after: "01.04.00000004" })).toEqual([[6], "00000006", true]);
});

test("a reader leaves a step only behind its last chunk", async () => {
  await putChunks(id, fence, [chunk(1), chunk(2, { key: "01.05.00000001" })]);
  expect(await read({ limit: 10 })).toEqual([[1], "00000001", true]);
  await putChunks(id, fence, [chunk(2, { text: "", last: true })]);
  expect(await read({ limit: 10 })).toEqual([[1, 2, 2], "00000001", true]);
});

test("pages by count, backwards, and from a line", async () => {
  await changeJob(id, { setStep: { number: 4, name: "x", attempt: 1, started_at: "", ended_at: null, ok: null } });
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
  await putChunks(
    id,
    fence,
    numbers.map((n) => chunk(n, { text: "a\nb\nc\n", line: n * 3 - 2 })),
  );
  expect(await read({ limit: 2, after: "01.04.00000003" })).toEqual([[10, 13], "00000005", false]);
  expect(await read({ limit: 2, before: "01.04.00000004" })).toEqual([[4, 7], "00000003", false]);
  expect(await read({ limit: 1, line: 30 })).toEqual([[28], "00000010", false]);
  expect(await read({ limit: 1, line: 1 })).toEqual([[1], "00000001", false]);
  expect(await read({ limit: 1, line: 91 })).toEqual([[], "00000030", true]);
});

test("cuts a page at 4 MB", async () => {
  const text = `${"x".repeat(24_000)}\n`;
  for (let first = 1; first <= 200; first += 50) {
    const batch = Array.from({ length: 50 }, (_, index) => chunk(first + index, { text }));
    await putChunks(id, fence, batch);
  }
  const [lines, place, atEnd] = await read({ limit: 1000 });
  expect([(lines as number[]).length, place, atEnd]).toEqual([173, "00000173", false]);
});
