import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { queueOf, queueOfClaim } from "../domain/job-queue.ts";
import type { JobRow } from "../domain/job-row.ts";
import { documentClient } from "../store/client.ts";
import { addSubscription } from "../store/connections.ts";
import { changeJob } from "../store/jobs.ts";
import { changeTendril, removeTendril } from "../store/tendrils.ts";
import { getVine } from "../store/vines.ts";
import { tendWait } from "../trellis/tend-wait.ts";
import { startConnectionServer, type ConnectionServer } from "../../test/connection-server.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { at, cancelled, givenJob, logOf, theJob } from "../../test/given-job.ts";
import { givenVineJob, waitingVineJob } from "../../test/given-vine-job.ts";
import { testWaits } from "../../test/test-waits.ts";
import { begin } from "./begin.ts";
import { reportFailure } from "./report-failure.ts";
import { reportResults } from "./report-results.ts";
import { runOnTendril } from "./run-on-tendril.ts";
import { settleRun } from "./settle-run.ts";

let db: DynamoDb;
let connections: ConnectionServer;
let seconds = 0;
const clock = { now: () => at(seconds) };
const waits = testWaits();
const told = { Error: "none", Cause: "" };
const lost = { Error: "TENDRIL_LOST", Cause: "no heartbeat came for 90 s" };
const hours = 3600;

beforeAll(async () => {
  db = await startDynamoDb();
  connections = await startConnectionServer();
}, 60_000);
afterAll(async () => {
  await connections.stop();
  await db.stop();
});
beforeEach(() => {
  seconds = 0;
  waits.ended.length = 0;
});

const run = (id: string, token = "token") => runOnTendril(id, token, { taskTokens: waits, clock });
const wake = (id: string) => tendWait(id, { clock, taskTokens: waits });
const heard = (job_id: string | null = null, second = 0) => ({
  ...{ version: "1.0.0", draining: false, job_id },
  last_heartbeat_at: at(second).toISOString(),
});

async function givenTendril(instances = { a: heard() }): Promise<JobRow["target"]> {
  const { target } = await givenJob();
  await changeTendril(target.id, { set: { registered_at: at(-100).toISOString(), instances } });
  return target;
}
const switchOff = ({ id }: JobRow["target"]) => changeTendril(id, { set: { instances: {} } });

/** What a Tendril's claim leaves in the row. */
const claimedBy = ({ id, name }: JobRow["target"], set: Partial<JobRow> = {}): Partial<JobRow> => ({
  ...{ status: "PROCESSING", job_token_hash: "h", lease_expires_at: at(90).toISOString() },
  ...{ tendril_id: id, tendril_name: name, queue: queueOfClaim(id, "r"), waiting: null },
  claim: { worker_id: id, request_id: "r", at: at(0).toISOString() },
  ...set,
});
const outcome = { outcome: "SUCCESS", at: at(1).toISOString() } as const;

describe("Begin", () => {
  test("leaves a Tendril's job QUEUED, and says what it is", async () => {
    const { id } = await givenVineJob();
    await begin(id, clock);
    expect(await theJob(id)).toMatchObject({ status: "QUEUED", started_at: null, steps: { "01.00": { ok: true } } });
    expect((await logOf(id))[0]).toBe("01.00 Plan shop-prod, asked for by olga|");
  });
});

describe("Run On Tendril", () => {
  test("waits for any Tendril, and says that none is online", async () => {
    const { id } = await givenVineJob();
    await run(id, "secret-token");
    const row = await theJob(id);
    expect(row).toMatchObject({
      ...{ status: "QUEUED", queue: queueOf(null), wait: { step: "Await Tendril", since: at(0).toISOString() } },
      waiting: { code: "NO_TENDRIL", detail: "Waiting for any Tendril: none is online" },
      steps: { "01.01": { name: "Await Tendril", ended_at: null } },
    });
    expect(await logOf(id)).toEqual(["01.01 Waiting for any Tendril: none is online"]);
    expect(JSON.stringify(row)).not.toContain("secret-token");
    expect(waits.ended).toEqual([]);
  });

  test("calls every Tendril that is online, else the one that was asked for", async () => {
    const [one, other] = [await givenTendril(), await givenTendril()];
    for (const { id } of [one, other]) await addSubscription(`socket-${id}`, `tendril:${id}`, at(0));
    const any = await givenVineJob();
    await run(any.id);
    expect((await theJob(any.id)).waiting).toEqual({ code: "TENDRIL_CALLED", detail: "Waiting for any Tendril" });
    const asked = await givenVineJob({ tendril: one });
    await run(asked.id);
    expect(await theJob(asked.id)).toMatchObject({
      queue: one.id,
      waiting: { code: "TENDRIL_CALLED", detail: `Waiting for Tendril ${one.name}` },
    });
    const call = { type: "work_available" };
    expect(connections.sent.get(`socket-${one.id}`)).toEqual([call, call]);
    expect(connections.sent.get(`socket-${other.id}`)).toEqual([call]);
    for (const tendril of [one, other]) await switchOff(tendril);
  });

  test.each([
    ["is busy", { a: heard("job") }, {}, "TENDRIL_BUSY", "which runs another job"],
    ["is silent", { a: heard(null, -61) }, {}, "NO_TENDRIL", "which is offline"],
    ["drains", { a: heard() }, { drain_job_id: "job" }, "NO_TENDRIL", "which is draining"],
  ])("says that the Tendril %s", async (_title, instances, set, code, words) => {
    const tendril = await givenTendril(instances);
    await changeTendril(tendril.id, { set });
    const { id } = await givenVineJob({ tendril });
    await run(id);
    expect((await theJob(id)).waiting).toEqual({ code, detail: `Waiting for Tendril ${tendril.name}, ${words}` });
    await switchOff(tendril);
  });

  test("gives the job of a Tendril that was removed to any", async () => {
    const tendril = await givenTendril();
    const { id } = await givenVineJob({ tendril });
    await removeTendril(tendril);
    await run(id);
    expect(await theJob(id)).toMatchObject({ tendril_id: null, tendril_name: null, queue: queueOf(null) });
  });

  test("of a cancelled job offers it to nobody", async () => {
    const { id } = await givenVineJob({ set: cancelled });
    await expect(run(id)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect((await theJob(id)).queue).toBeUndefined();
  });

  test("tried again keeps the newer token, also when the job was claimed meanwhile", async () => {
    const tendril = await givenTendril();
    const { id } = await waitingVineJob({ set: claimedBy(tendril, { outcome }) });
    const { steps } = await theJob(id);
    const ended = { ...steps["01.01"], ended_at: at(0).toISOString(), ok: true } as JobRow["steps"][string];
    await changeJob(id, { setStep: ended });
    await run(id, "second");
    expect(waits.ended).toEqual(["second"]);
    await switchOff(tendril);
  });
});

describe("the wait for a Tendril", () => {
  const stop = { requested_at: at(0).toISOString(), requested_by: "ann", interrupted_at: null, stopped_at: null };
  const forced = { stop: { ...stop, forced: true } };
  const tendril = { kind: "tendril", id: randomUUID(), name: "north" } as const;
  const claimed = (set: Partial<JobRow> = {}) => claimedBy(tendril, set);
  const cases: readonly [title: string, set: Partial<JobRow>, second: number, ended: RegExp | undefined][] = [
    ["lasts while nobody has claimed the job", {}, 23 * hours, undefined],
    ["ends after a day, and says what to do", {}, 24 * hours, /^token: NO_TENDRIL: No Tendril took .* Deploy one/],
    ["ends at once when nobody had claimed a cancelled job", cancelled, 0, /^token: JOB_CANCELLED/],
    ["lasts while the Tendril is heard", claimed(), 89, undefined],
    ["ends with the lease", claimed(), 90, /^token: TENDRIL_LOST: no heartbeat came for 90 s$/],
    ["ends with the outcome, also of a late one", claimed({ outcome }), 91, /^token$/],
    ["lasts while a cancelled Tendril ends its Terraform", claimed(cancelled), 89, undefined],
    ["ends when the cancelled Tendril told its end", claimed({ ...cancelled, outcome }), 5, /^token$/],
    ["ends by force", claimed({ ...cancelled, ...forced }), 61, /^token: TENDRIL_LOST: it was given up by force$/],
    [
      "ends after four hours of work",
      claimed({ lease_expires_at: at(9 * hours).toISOString() }),
      4 * hours,
      /^token: EXECUTION_TIMED_OUT/,
    ],
  ];
  test.each(cases)("%s", async (_title, set, second, ended) => {
    const { id } = await waitingVineJob({ set });
    seconds = second;
    await wake(id);
    expect(waits.ended).toEqual(ended === undefined ? [] : [expect.stringMatching(ended)]);
  });
});

describe("Settle Run", () => {
  test("goes on after a success, and nobody can claim the job any more", async () => {
    const tendril = await givenTendril();
    const { id } = await waitingVineJob({ set: claimedBy(tendril, { outcome }) });
    expect(await settleRun(id, told, clock)).toEqual({ next: "go-on" });
    const { wait, queue, job_token_hash } = await theJob(id);
    expect([wait, queue, job_token_hash]).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    ["any Tendril's", false],
    ["the asked one's", true],
  ])("requeues the job of a lost Tendril as %s, and again and again does no more", async (_title, isAsked) => {
    const tendril = await givenTendril();
    const { id } = await waitingVineJob({
      ...(isAsked && { tendril }),
      set: claimedBy(tendril),
    });
    for (let time = 0; time < 2; time += 1) expect(await settleRun(id, lost, clock)).toEqual({ next: "requeue" });
    const row = await theJob(id);
    expect(row).toMatchObject({ status: "QUEUED", attempt: 2, tendril_id: isAsked ? tendril.id : null });
    expect(row.claim ?? row.wait ?? row.queue ?? row.job_token_hash ?? row.lease_expires_at).toBeUndefined();
    expect((await logOf(id)).at(-1)).toBe(
      "01.01 --- cut: The runner was lost before anything was changed (no heartbeat came for 90 s). The job is requeued ---|",
    );
    await begin(id, clock);
    await run(id);
    expect((await logOf(id)).slice(-2)[0]).toMatch(/^02.00 \|?/);
    expect(await theJob(id)).toMatchObject({ status: "QUEUED", queue: queueOf(isAsked ? tendril.id : null) });
    await switchOff(tendril);
  });

  test("lets any Tendril have the job that was handed over from the one that was asked for", async () => {
    const [asked, tendril] = [await givenTendril(), await givenTendril()];
    const { id } = await waitingVineJob({ tendril: asked, set: claimedBy(tendril) });
    await settleRun(id, lost, clock);
    expect((await theJob(id)).tendril_id).toBeNull();
  });

  test("gives up after the third loss", async () => {
    const tendril = await givenTendril();
    const { id } = await waitingVineJob({ set: claimedBy(tendril, { attempt: 3 }) });
    await expect(settleRun(id, lost, clock)).rejects.toMatchObject({ name: "ATTEMPTS_EXHAUSTED" });
  });

  const ends: readonly [title: string, set: Partial<JobRow>, caught: object, name: string, message: RegExp][] = [
    ["no Tendril came", {}, { Error: "NO_TENDRIL", Cause: "No Tendril took it" }, "NO_TENDRIL", /^No Tendril took it$/],
    ["it was cancelled", cancelled, { Error: "JOB_CANCELLED", Cause: "" }, "JOB_CANCELLED", /cancelled/],
    [
      "the step itself failed",
      {},
      { Error: "Error", Cause: JSON.stringify({ errorType: "Error", errorMessage: "no key", trace: ["at x"] }) },
      "RUNNER_START_FAILED",
      /^no key$/,
    ],
  ];
  test.each(ends)(
    "fails a job that waits when %s, and its step is ended",
    async (_title, set, caught, name, message) => {
      const { id } = await waitingVineJob({ set });
      const failure = { name, message: expect.stringMatching(message) };
      await expect(settleRun(id, caught, clock)).rejects.toMatchObject(failure);
      expect((await theJob(id)).queue).toBeUndefined();
      expect((await logOf(id)).at(-1)).toMatch(/^01\.01 --- cut: .*\|$/);
      const { error } = await reportFailure(id, { Error: name, Cause: "because" }, clock);
      expect(error).toBe(name);
      expect(await theJob(id)).toMatchObject({ status: name === "JOB_CANCELLED" ? "CANCELLED" : "FAILED" });
    },
  );

  test("ends a Tendril that works too long", async () => {
    const { id } = await waitingVineJob({ set: claimedBy(await givenTendril()) });
    const caught = { Error: "EXECUTION_TIMED_OUT", Cause: "Terraform did not end in time" };
    await expect(settleRun(id, caught, clock)).rejects.toMatchObject({ name: "EXECUTION_TIMED_OUT" });
    expect((await theJob(id)).job_token_hash).toBeUndefined();
  });
});

describe("Report Results", () => {
  const summary = { has_changes: true, add: 2, change: 1, destroy: 0, import: 0, resources: [], truncated: false };
  const planned = (has_changes: boolean): Partial<JobRow> => ({
    status: "PROCESSING",
    execution_metadata: { seconds: {}, plan: { mode: "apply", ...summary, has_changes } },
  });

  test("makes a vine PLANNED, though it is tried again, and says what would change", async () => {
    const { id, target } = await givenVineJob({ set: planned(true) });
    const vine = (status: string) => {
      const Item = { id: target.id, status };
      return documentClient.send(new PutCommand({ TableName: "vines", Item }));
    };
    await vine("NEW");
    await reportResults(id, clock);
    expect(await getVine(target.id)).toEqual({ id: target.id, status: "PLANNED" });
    // As when the first try ended between its two writes.
    await vine("NEW");
    await reportResults(id, clock);
    expect((await getVine(target.id))?.status).toBe("PLANNED");
    expect(await logOf(id)).toContain("01.99 shop-prod is planned: 2 to add, 1 to change, 0 to destroy|");
  });

  test("leaves a vine whose plan was cancelled as it was", async () => {
    const { id, target } = await givenVineJob({ set: { ...planned(true), ...cancelled } });
    await expect(reportResults(id, clock)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect(await getVine(target.id)).toBeUndefined();
  });

  test("says that nothing would change", async () => {
    const { id } = await givenVineJob({ set: planned(false) });
    await reportResults(id, clock);
    expect(await logOf(id)).toContain("01.99 shop-prod is planned: no changes|");
  });
});
