import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { writeAsBeforeLogHeads } from "../../test/before-log-heads.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { memoryArchive } from "../../test/memory-archive.ts";
import { writeDeployJob } from "../../test/write-job.ts";
import { holderOf } from "../store/locks.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import { getLogHead } from "../store/log-heads.ts";
import { putChunks } from "../store/job-logs.ts";
import { closeJob } from "./close-job.ts";
import { beginStep, endStep } from "./steps.ts";
import { systemLog } from "./system-log.ts";

let dynamoDb: DynamoDb;
let texts: Map<string, string>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
}, 60_000);
afterAll(() => dynamoDb.stop());
beforeEach(() => {
  texts = new Map();
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

const at = "2026-01-01T00:00:00.000Z";
const clock = { now: () => new Date(at) };
const options = () => ({ clock, archive: memoryArchive(texts) });

async function jobWithLog() {
  const job = await writeDeployJob({ status: "PROCESSING" });
  const begun = await beginStep(job, "Begin", clock);
  const log = await systemLog(job, 0, clock);
  await log.say("Started");
  await log.end();
  await endStep(begun ?? job, "Begin", true, clock);
  await beginStep(job, "Terraform Apply", clock);
  const chunk = { stream: "STDOUT", at } as const;
  await putChunks(job.id, { attempt: 1 }, [{ ...chunk, key: "01.04.00000001", text: "one\n", line: 2 }]);
  await putChunks(job.id, { attempt: 1 }, [{ ...chunk, key: "01.04.00000003", text: "three\n", line: 4 }]);
  return job;
}

test("ends what was left open, declares holes, archives, and frees the target", async () => {
  const job = await jobWithLog();
  const failed = await changeJob(job.id, { set: { status: "FAILED" } });
  const closed = await closeJob(failed ?? job, options());
  const text =
    "SYSTEM\tStarted\nSTDOUT\tone\nSTDOUT\tthree\nSYSTEM\tThe writer of this step ended without closing it.\n";
  expect(texts.get(closed.log_archive_key ?? "")).toBe(text);
  expect(closed).toMatchObject({
    closed_at: at,
    log_complete: true,
    log_lines: 5,
    log_last_key: "01.04.00000004",
    log_missing: new Set(["01.04.00000002"]),
    log_sha256: createHash("sha256").update(text).digest("hex"),
    steps: { "01.04": { ended_at: at, ok: false }, "01.00": { ok: true } },
  });
  expect(closed.open).toBeUndefined();
  expect(await holderOf(job.target)).toBeUndefined();
  expect(await getLogHead(job.id)).toBeUndefined();
});

test("closes once, however many closers come at once", async () => {
  const job = await jobWithLog();
  await changeJob(job.id, { set: { status: "FAILED" } });
  const closed = await Promise.all([1, 2, 3].map(() => closeJob(job, options())));
  expect(new Set(closed.map(({ log_sha256 }) => log_sha256)).size).toBe(1);
  expect(closed.every(({ closed_at }) => closed_at === at)).toBe(true);
  expect((await getJob(job.id))?.log_lines).toBe(5);
});

test.each([
  ["of which nothing was changed since", {}],
  ["whose runner was fenced off since", { remove: ["job_token_hash"] }],
] as const)("closes a job from before its log had a head, %s", async (_what, change) => {
  const job = await jobWithLog();
  const end = { key: "01.04.00000004", stream: "STDOUT", text: "", at, line: 5, last: true } as const;
  await putChunks(job.id, { attempt: 1 }, [end]);
  await endStep(job, "Terraform Apply", false, clock);
  const summary = { status: "FAILED", log_lines: 4, log_last_key: end.key } as const;
  await writeAsBeforeLogHeads(job.id, summary);
  await changeJob(job.id, change);
  expect(await closeJob(job, options())).toMatchObject({ ...summary, closed_at: at });
});

test.each([
  ["whose status is not terminal", { status: "PROCESSING" }],
  ["that needs recover first", { status: "FAILED", recovery_needed: true }],
] as const)("leaves a job open %s", async (_what, set) => {
  const job = await writeDeployJob(set);
  expect((await closeJob(job, options())).open).toBe("open");
  expect(await holderOf(job.target)).toBe(job.id);
});

test("leaves a lock alone that is another job's", async () => {
  const job = await writeDeployJob({ status: "FAILED" });
  const other = await writeDeployJob();
  await changeJob(job.id, { set: { target: other.target } });
  await closeJob(job, options());
  expect(await holderOf(other.target)).toBe(other.id);
});

test("a cancelled job has stopped once it is closed", async () => {
  const stop = { requested_at: at, requested_by: "olga", interrupted_at: null, stopped_at: null, forced: false };
  const job = await writeDeployJob({ status: "CANCELLED", stop });
  expect((await closeJob(job, options())).stop).toEqual({ ...stop, stopped_at: at });
});

test("a step that is taken up again goes on behind its highest key", async () => {
  const job = await writeDeployJob();
  await (await systemLog(job, 5, clock)).say("first try");
  await (await systemLog(job, 5, clock)).end("second\r\ntry");
  expect(await getJob(job.id)).toMatchObject({ log_last_key: "01.05.00000002", log_lines: 2 });
});
