import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { JobRow } from "../domain/job-row.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { changeJob } from "../store/jobs.ts";
import { changeTendril, getTendril, tendrilIdOf } from "../store/tendrils.ts";
import { beginStep } from "../trellis/steps.ts";
import { closeJob } from "../trellis/close-job.ts";
import { runStep } from "../trellis/run-step.ts";
import { tendWait } from "../trellis/tend-wait.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { at, cancelled, givenJob, logOf, theJob } from "../../test/given-job.ts";
import { memoryArchive } from "../../test/memory-archive.ts";
import { testWaits } from "../../test/test-waits.ts";
import { deregisterTendril } from "./deregister-tendril.ts";
import { drainTendril } from "./drain-tendril.ts";
import { requeueJobs } from "./requeue-jobs.ts";

let db: DynamoDb;
let seconds = 0;
const clock = { now: () => at(seconds) };
const waits = testWaits();
const drained = { Error: "none", Cause: "" };

beforeAll(async () => {
  db = await startDynamoDb();
  process.env["TENDRIL_VERSION"] = "1.0.0";
  process.env["WEBSOCKET_URL"] = "ws://127.0.0.1:1/live";
}, 60_000);
afterAll(() => db.stop());
beforeEach(() => {
  seconds = 0;
  waits.ended.length = 0;
});

const heard = (second: number, job_id: string | null = null) => ({
  ...{ version: "1.0.0", draining: false, job_id },
  last_heartbeat_at: at(second).toISOString(),
});

/** A DESTROY_WORKER job of a Tendril that was heard in the moment before. */
async function destroying(tendril: Partial<TendrilRow> = {}, force = false): Promise<JobRow> {
  const { id, target } = await givenJob({ type: "DESTROY_WORKER", status: "PROCESSING" });
  await changeTendril(target.id, {
    set: { registered_at: at(-100).toISOString(), token_hash: "h", instances: { a: heard(-1) }, ...tendril },
  });
  const request = { type: "DESTROY_WORKER", tendril_id: target.id, force } as const;
  return (await changeJob(id, { set: { request } })) ?? theJob(id);
}

const drain = (id: string, token = "token") =>
  drainTendril(id, token, { taskTokens: waits, clock, latestVersion: "1.0.0" });
const wake = (id: string) => tendWait(id, { clock, taskTokens: waits });
const hear = (row: JobRow, second: number, jobId: string | null = null) =>
  changeTendril(row.target.id, { setInstance: { id: "a", instance: heard(second, jobId) } });

/** A vine's job on a Tendril, as the table holds it. */
async function vineJob(tendril: JobRow["target"], set: Partial<JobRow>): Promise<JobRow> {
  const { id } = await givenJob({ type: "PLAN" });
  const target = { kind: "vine", id: randomUUID(), name: "shop" } as const;
  const assigned = { tendril_id: tendril.id, tendril_name: tendril.name };
  return (await changeJob(id, { set: { target, ...assigned, ...set } })) ?? theJob(id);
}

/** What a Tendril's claim leaves in the row. */
const claimedBy = (tendrilId: string): Partial<JobRow> => ({
  status: "PROCESSING",
  claim: { worker_id: tendrilId, request_id: "r", at: at(0).toISOString() },
  lease_expires_at: at(90).toISOString(),
});

describe("Drain Tendril", () => {
  test("waits for a heartbeat that comes after it was asked and tells of no job", async () => {
    const row = await destroying();
    await drain(row.id);
    expect(await getTendril(row.target.id)).toMatchObject({ drain_job_id: row.id, drain_force: false });
    expect(waits.ended).toEqual([]);
    await hear(row, 1);
    await wake(row.id);
    expect(waits.ended).toEqual(["token"]);
  });

  test("keeps the token sealed, and tells it to nobody", async () => {
    const row = await destroying();
    await drain(row.id, "secret-token");
    const kept = JSON.stringify([await theJob(row.id), await getTendril(row.target.id), await logOf(row.id)]);
    expect(kept).not.toContain("secret-token");
  });

  test.each([
    ["was never heard", {}],
    ["has been silent for a minute", { a: heard(-60) }],
    ["said that it is free while it was being shut down", { a: { ...heard(-1), draining: true } }],
  ])("ends at once for a Tendril that %s", async (_title, instances) => {
    const row = await destroying({ instances });
    await drain(row.id);
    expect(waits.ended).toEqual(["token"]);
  });

  test("waits for one that is being shut down with a job still on it", async () => {
    const row = await destroying({ instances: { a: { ...heard(-1, "job"), draining: true } } });
    await drain(row.id);
    expect(waits.ended).toEqual([]);
  });

  test("waits for a claim that was on its way while it was shut down", async () => {
    const row = await destroying({ instances: { a: { ...heard(-1), draining: true } } });
    const job = await vineJob(row.target, claimedBy(row.target.id));
    await drain(row.id);
    expect(waits.ended).toEqual([]);
    await changeJob(job.id, { remove: ["open"] });
  });

  test("lets the sweep end it once the Tendril is silent", async () => {
    const row = await destroying();
    await drain(row.id);
    seconds = 58;
    await wake(row.id);
    expect(waits.ended).toEqual([]);
    seconds = 59;
    await wake(row.id);
    expect(waits.ended).toEqual(["token"]);
  });

  test("waits for the job that runs, and says which one", async () => {
    const row = await destroying();
    const job = await vineJob(row.target, claimedBy(row.target.id));
    await drain(row.id);
    await hear(row, 1, job.id);
    await wake(row.id);
    // The Tendril says that it is free a moment before its outcome is stored.
    await hear(row, 2);
    await wake(row.id);
    expect(waits.ended).toEqual([]);
    await changeJob(job.id, { set: { outcome: { outcome: "SUCCESS", at: at(3).toISOString() } } });
    await wake(row.id);
    expect(waits.ended).toEqual(["token"]);
    expect((await logOf(row.id)).join()).toContain(`Waiting for job ${job.id}`);
  });

  test("with force interrupts the job that runs", async () => {
    const row = await destroying({}, true);
    const job = await vineJob(row.target, claimedBy(row.target.id));
    await drain(row.id);
    expect(await getTendril(row.target.id)).toMatchObject({ drain_force: true });
    expect((await logOf(row.id)).join()).toContain(`Interrupting job ${job.id}`);
  });

  test("hears of a cancel by its token", async () => {
    const row = await destroying();
    await drain(row.id);
    await changeJob(row.id, { set: cancelled });
    await wake(row.id);
    expect(waits.ended).toEqual(["token: JOB_CANCELLED: The job was cancelled"]);
  });
});

describe("Requeue Jobs", () => {
  /** Another Tendril that is online. */
  async function online(name: string): Promise<JobRow["target"]> {
    const { target } = await givenJob();
    await changeTendril(target.id, { set: { registered_at: at(-9).toISOString(), instances: { [name]: heard(-1) } } });
    return target;
  }

  test("ends the drain and hands each QUEUED job to another Tendril, which it tells of", async () => {
    const row = await destroying();
    await drain(row.id);
    await hear(row, 1);
    const others = [await online("b"), await online("c")].map(({ id }) => id);
    const jobs = await Promise.all([1, 2, 3].map(() => vineJob(row.target, { queue: row.target.id })));
    const begun = await beginStep(jobs[0] ?? row, "Await Tendril", clock);
    expect(await requeueJobs(row.id, drained, clock)).toEqual({ next: "destroy" });
    for (const { id } of jobs) {
      const job = await theJob(id);
      expect(others).toContain(job.tendril_id);
      expect(job.queue).toBe(job.tendril_id);
      expect(job).toMatchObject({
        status: "QUEUED",
        attempt: 1,
        waiting: { code: "HANDED_OVER", detail: expect.stringContaining(`from Tendril ${row.target.name}`) },
      });
    }
    expect((await logOf(begun?.id ?? "")).join()).toContain(`Handed over from Tendril ${row.target.name}`);
    expect((await theJob(row.id)).steps).toMatchObject({
      "01.01": { name: "Drain Tendril", ok: true },
      "01.02": { name: "Requeue Jobs", ok: true },
    });
    expect((await theJob(row.id)).wait).toBeUndefined();
    for (const { id } of jobs) await changeJob(id, { remove: ["open"] });
    for (const id of others) await changeTendril(id, { set: { instances: {} } });
  });

  test("spreads them over the others by the length of their queues", async () => {
    const row = await destroying({ instances: {} });
    const [busy, free] = [await online("b"), await online("c")];
    const before = await Promise.all([1, 2].map(() => vineJob(busy, {})));
    const jobs = await Promise.all([1, 2, 3, 4].map(() => vineJob(row.target, {})));
    await requeueJobs(row.id, drained, clock);
    const to = await Promise.all(jobs.map(async ({ id }) => (await theJob(id)).tendril_id));
    expect(to.filter((id) => id === busy.id)).toHaveLength(1);
    expect(to.filter((id) => id === free.id)).toHaveLength(3);
    for (const { id } of [...before, ...jobs]) await changeJob(id, { remove: ["open"] });
    for (const { id } of [busy, free]) await changeTendril(id, { set: { instances: {} } });
  });

  test("leaves a job to any Tendril when no other is online, and one that moved meanwhile alone", async () => {
    const row = await destroying({ instances: {} });
    const left = await vineJob(row.target, {});
    const running = await vineJob(row.target, claimedBy(row.target.id));
    await requeueJobs(row.id, drained, clock);
    expect(await theJob(left.id)).toMatchObject({ tendril_id: null, waiting: { code: "NO_TENDRIL" } });
    expect(await theJob(running.id)).toMatchObject({ tendril_id: row.target.id, status: "PROCESSING" });
    for (const { id } of [left, running]) await changeJob(id, { remove: ["open"] });
  });

  test("of a self-hosted Tendril goes on without Terraform", async () => {
    const row = await destroying({ mode: "self-hosted", instances: {} });
    expect(await requeueJobs(row.id, drained, clock)).toEqual({ next: "deregister" });
  });

  test.each([
    ["a cancel", { Error: "JOB_CANCELLED", Cause: "The job was cancelled" }, "JOB_CANCELLED"],
    ["the time-out", { Error: "States.Timeout", Cause: "" }, "DRAIN_FAILED"],
  ])("raises what ended the drain: %s", async (_title, caught, name) => {
    const row = await destroying();
    await drain(row.id);
    await expect(requeueJobs(row.id, caught, clock)).rejects.toMatchObject({ name });
    expect((await theJob(row.id)).steps["01.01"]).toMatchObject({ ok: false, ended_at: expect.any(String) });
    expect((await logOf(row.id)).at(-1)).toMatch(/^01\.01 .*\|$/);
  });
});

describe("Deregister Tendril", () => {
  const revisions: string[] = [];
  const taskDefinitions = {
    active: async () => ["vintner:2", "vintner:3"],
    deregister: async (_region: string, arn: string) => void revisions.push(arn),
  };
  const deregister = (id: string) => runStep(id, "Deregister Tendril", deregisterTendril(taskDefinitions), clock);

  test("removes row, token and name, and the revisions that updates made", async () => {
    const row = await destroying();
    await deregister(row.id);
    expect(await getTendril(row.target.id)).toBeUndefined();
    expect(await tendrilIdOf(row.target.name)).toBeUndefined();
    expect(revisions).toEqual(["vintner:2", "vintner:3"]);
  });

  test("leaves a name alone that another Tendril has by now, and does no harm twice", async () => {
    const row = await destroying();
    await deregister(row.id);
    const again = await destroying();
    await changeJob(again.id, { set: { target: row.target } });
    await deregister(again.id);
    expect((await theJob(again.id)).steps["01.07"]).toMatchObject({ ok: true });
  });
});

test("a Tendril whose destroy was cancelled works on", async () => {
  const row = await destroying();
  await drain(row.id);
  const ended = await changeJob(row.id, { set: cancelled });
  await closeJob(ended ?? row, { clock, archive: memoryArchive(new Map()) });
  const tendril = await getTendril(row.target.id);
  expect(tendril).toMatchObject({ name: row.target.name });
  expect(Object.keys(tendril ?? {}).filter((key) => key.startsWith("drain_"))).toEqual([]);
});
