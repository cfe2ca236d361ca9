import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Execution } from "../cloud/executions.ts";
import type { RunnerTask } from "../cloud/runner-task.ts";
import { queueOf, queueOfClaim } from "../domain/job-queue.ts";
import type { JobRow } from "../domain/job-row.ts";
import { putChunks } from "../store/job-logs.ts";
import { changeJob } from "../store/jobs.ts";
import { holderOf } from "../store/locks.ts";
import { beginStep } from "../trellis/steps.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { testWaits } from "../../test/test-waits.ts";
import { at, cancelled, givenJob, logOf, theJob } from "../../test/given-job.ts";
import { givenVineJob, waitingVineJob } from "../../test/given-vine-job.ts";
import { closeByEvent } from "./close-by-event.ts";
import type { StatusChange } from "./status-change.ts";
import { sweep } from "./sweep.ts";
import { tendJob, type Tending } from "./tend-job.ts";

const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:DeployWorker";
let db: DynamoDb;
let seconds = 0;
let executions: Map<string, Execution | Error>;
let tasks: Map<string, RunnerTask[]>;
let started: string[];
let stopped: string[];
let archived: string[];

const waits = testWaits();
const clock = { now: () => at(seconds) };
const tending: Tending = {
  clock,
  executions: {
    start: async (_machine, id) => {
      started.push(id);
      return id;
    },
    describe: async (_machine, id) => {
      const execution = executions.get(id);
      if (execution instanceof Error) throw execution;
      return execution;
    },
  },
  runnerTasks: {
    ofJob: async (id) => tasks.get(id) ?? [],
    stop: async (arn) => void stopped.push(arn),
  },
  rollouts: { describe: async () => undefined, stoppedReason: async () => undefined },
  taskTokens: waits,
  archive: {
    put: async (key, text) => {
      archived.push(`${key}\n${(await Array.fromAsync(text)).join("")}`);
      return { sha256: "0".repeat(64) };
    },
    urlOf: async (key) => key,
  },
};

const runningTask: RunnerTask = { arn: "task", lastStatus: "RUNNING", stopped: false, reason: null };
const stoppedTask: RunnerTask = { arn: "task", lastStatus: "STOPPED", stopped: true, reason: "done" };
const claim = { worker_id: "platform", request_id: "r", at: at(0).toISOString() };
const running = { status: "PROCESSING", claim, job_token_hash: "h", lease_expires_at: at(90).toISOString() } as const;

beforeAll(async () => {
  db = await startDynamoDb();
  process.env["STATE_MACHINES"] = JSON.stringify({ DEPLOY_WORKER: machine, UPDATE_WORKER: machine, PLAN: machine });
  process.env["WEBSOCKET_URL"] = "ws://127.0.0.1:1/live";
}, 60_000);
afterAll(() => db.stop());
beforeEach(() => {
  seconds = 60;
  executions = new Map();
  tasks = new Map();
  started = [];
  stopped = [];
  archived = [];
});

async function tended(set: Partial<JobRow>, execution?: Execution, runner: RunnerTask[] = []): Promise<JobRow> {
  const { id } = await givenJob(set);
  if (execution !== undefined) executions.set(id, execution);
  tasks.set(id, runner);
  await tendJob(id, tending);
  return theJob(id);
}

describe("a job without an execution", () => {
  test("is started once its grace is over", async () => {
    seconds = 19;
    const { id } = await tended({});
    expect(started).toEqual([]);
    seconds = 20;
    await tendJob(id, tending);
    expect(started).toEqual([id]);
  });

  test("is never started once cancelled, but closed", async () => {
    const row = await tended(cancelled);
    expect(started).toEqual([]);
    expect(row).toMatchObject({ status: "CANCELLED", closed_at: at(60).toISOString() });
    expect(await holderOf(row.target)).toBeUndefined();
  });

  test("ends when it had begun: its execution is gone", async () => {
    expect(await tended({ status: "PROCESSING" })).toMatchObject({
      status: "FAILED",
      error_code: "EXECUTION_FAILED",
      closed_at: at(60).toISOString(),
    });
  });
});

describe("a job whose execution runs", () => {
  const execution = { status: "RUNNING" } as const;

  test("is left alone while its lease holds", async () => {
    seconds = 89;
    expect((await tended(running, execution, [runningTask])).status).toBe("PROCESSING");
    expect(stopped).toEqual([]);
  });

  test("loses its runner with its lease; the execution then settles it", async () => {
    seconds = 90;
    expect((await tended(running, execution, [runningTask])).status).toBe("PROCESSING");
    expect(stopped).toEqual(["task"]);
  });

  test("has the wait of its step looked after: a cancel that was not heard ends it", async () => {
    const sealed_token = await waits.seal("token", "");
    const wait = { step: "Await Rollout", sealed_token, since: at(0).toISOString() } as const;
    await tended({ ...cancelled, type: "UPDATE_WORKER", wait }, execution);
    expect(waits.ended).toEqual(["token: JOB_CANCELLED: The job was cancelled"]);
  });

  test("is not closed though it has ended", async () => {
    expect((await tended({ status: "SUCCESS" }, execution)).closed_at).toBeNull();
  });
});

describe("a job whose execution is over", () => {
  const ends: readonly [title: string, execution: Execution, code: string, message: string][] = [
    ["aborted", { status: "ABORTED", cause: "by hand" }, "EXECUTION_ABORTED", "by hand"],
    ["timed out", { status: "TIMED_OUT" }, "EXECUTION_TIMED_OUT", "timed out"],
    ["failed with our error", { status: "FAILED", error: "NO_CAPACITY", cause: "full" }, "NO_CAPACITY", "full"],
    ["failed otherwise", { status: "FAILED", error: "States.Runtime", cause: "path" }, "EXECUTION_FAILED", "path"],
    ["succeeded without a word", { status: "SUCCEEDED" }, "EXECUTION_FAILED", "without a result"],
  ];
  test.each(ends)("ends when it %s, with the reason", async (_title, execution, error_code, message) => {
    const row = await tended({ status: "PROCESSING" }, execution, [stoppedTask]);
    expect(row).toMatchObject({
      status: "FAILED",
      error_code,
      error_message: expect.stringContaining(message),
      closed_at: at(60).toISOString(),
    });
    expect(await holderOf(row.target)).toBeUndefined();
  });

  test("waits with closing until its runner's task has stopped", async () => {
    const row = await tended(running, { status: "ABORTED" }, [runningTask]);
    expect(row).toMatchObject({ status: "FAILED", closed_at: null });
    expect(stopped).toEqual(["task"]);
    expect(await holderOf(row.target)).toBe(row.id);
    tasks.set(row.id, [stoppedTask]);
    seconds = 90;
    await tendJob(row.id, tending);
    expect((await theJob(row.id)).closed_at).toBe(at(90).toISOString());
  });

  test("is closed with its state saved when its runner told so while it was being stopped", async () => {
    const outcome = { outcome: "INTERRUPTED", at: at(1).toISOString() } as const;
    const row = await tended({ ...running, changes_started: true, outcome }, { status: "ABORTED" }, [stoppedTask]);
    expect(row).toMatchObject({ error_code: "EXECUTION_ABORTED", closed_at: at(60).toISOString() });
  });

  test("waits for an admin when its runner was lost amid changes", async () => {
    const row = await tended({ ...running, changes_started: true }, { status: "ABORTED", cause: "by hand" }, [
      stoppedTask,
    ]);
    expect(row).toMatchObject({
      status: "FAILED",
      error_code: "TENDRIL_LOST",
      error_message: expect.stringContaining("by hand"),
      recovery_needed: true,
      closed_at: null,
    });
    await tendJob(row.id, tending);
    expect((await theJob(row.id)).closed_at).toBeNull();
    expect(await holderOf(row.target)).toBe(row.id);
  });

  test("keeps the status that was reported, whatever comes late or twice", async () => {
    const row = await tended({ status: "SUCCESS" }, { status: "SUCCEEDED" }, [stoppedTask]);
    seconds = 120;
    const late: Execution = { status: "FAILED", error: "LATE", cause: "late" };
    await Promise.all([tendJob(row.id, tending, late), tendJob(row.id, tending, late)]);
    expect(await theJob(row.id)).toMatchObject({
      status: "SUCCESS",
      closed_at: at(60).toISOString(),
      error_code: null,
    });
    expect(archived).toHaveLength(1);
  });

  test("has its open steps ended, with the reason, and its log archived", async () => {
    const row = await givenJob(running);
    await beginStep(row, "Terraform Init", clock);
    const key = "01.03.00000001";
    await putChunks(row.id, { attempt: 1 }, [
      { key, stream: "STDOUT", text: "Initializing\n", at: at(0).toISOString(), line: 1 },
    ]);
    executions.set(row.id, { status: "ABORTED" });
    await tendJob(row.id, tending);
    expect(await logOf(row.id)).toEqual([
      "01.03 Initializing",
      "01.03 --- cut: The execution was aborted from outside ---|",
    ]);
    expect(await theJob(row.id)).toMatchObject({ steps: { "01.03": { ok: false } }, log_complete: true });
    expect(archived[0]).toContain("STDOUT\tInitializing\nSYSTEM\t--- cut");
  });

  test("is closed once when event and sweep meet", async () => {
    const { id } = await givenJob({ status: "SUCCESS" });
    executions.set(id, { status: "SUCCEEDED" });
    await Promise.all([tendJob(id, tending), tendJob(id, tending), tendJob(id, tending)]);
    expect((await theJob(id)).closed_at).toBe(at(60).toISOString());
  });
});

const event = (name: string, stateMachineArn = machine): StatusChange => ({
  "detail-type": "Step Functions Execution Status Change",
  detail: { name, stateMachineArn, status: "ABORTED", error: null, cause: "by hand" },
});

describe("the status event of an execution", () => {
  test("counts though DescribeExecution lags behind it", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    executions.set(id, { status: "RUNNING" });
    await closeByEvent(event(id), tending);
    expect(await theJob(id)).toMatchObject({ error_code: "EXECUTION_ABORTED", closed_at: at(60).toISOString() });
  });

  test("of another machine changes nothing", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    await closeByEvent(event(id, `${machine}Other`), tending);
    expect((await theJob(id)).status).toBe("PROCESSING");
  });

  test("of no job of ours changes nothing", async () => {
    await expect(closeByEvent(event("somebody-else"), tending)).resolves.toBeUndefined();
  });
});

describe("a job on a Tendril", () => {
  const execution = { status: "RUNNING" } as const;
  const tendril = randomUUID();
  const onTendril = {
    ...running,
    tendril_id: tendril,
    claim: { ...claim, worker_id: tendril },
    queue: queueOfClaim(tendril, "r"),
  };
  const tendedVine = async (set: Partial<JobRow>, given: Execution) => {
    const { id } = await waitingVineJob({ set });
    executions.set(id, given);
    await tendJob(id, tending);
    return theJob(id);
  };
  beforeEach(() => {
    waits.ended.length = 0;
  });

  test("says anew what it waits for, and is any Tendril's once its own was removed", async () => {
    const set = { tendril_id: tendril, tendril_name: "north", queue: tendril };
    expect(await tendedVine(set, execution)).toMatchObject({
      ...{ status: "QUEUED", tendril_id: null, queue: queueOf(null) },
      waiting: { code: "NO_TENDRIL", detail: "Waiting for any Tendril: none is online" },
    });
    expect(waits.ended).toEqual([]);
  });

  test("is taken from a Tendril whose lease ran out; the execution then settles it", async () => {
    seconds = 89;
    expect((await tendedVine(onTendril, execution)).job_token_hash).toBe("h");
    expect(waits.ended).toEqual([]);
    seconds = 90;
    expect((await tendedVine(onTendril, execution)).job_token_hash).toBeUndefined();
    expect(waits.ended).toEqual(["token: TENDRIL_LOST: no heartbeat came for 90 s"]);
    expect(stopped).toEqual([]);
  });

  test("is started by the sweep when its execution is missing", async () => {
    const { id } = await givenVineJob();
    await tendJob(id, tending);
    expect(started).toEqual([id]);
  });

  test("ends when its execution was aborted: taken from its Tendril, closed, its vine free", async () => {
    const row = await tendedVine(onTendril, { status: "ABORTED", cause: "by hand" });
    expect(row).toMatchObject({ status: "FAILED", error_code: "EXECUTION_ABORTED", closed_at: at(60).toISOString() });
    expect(row.wait ?? row.queue ?? row.job_token_hash).toBeUndefined();
    expect(await holderOf(row.target)).toBeUndefined();
    expect(stopped).toEqual([]);
  });
});

test("one bad job does not keep the sweep from the others", async () => {
  const [bad, good] = [await givenJob({ status: "SUCCESS" }), await givenJob({ status: "SUCCESS" })];
  executions.set(bad.id, new Error("throttled"));
  executions.set(good.id, { status: "SUCCEEDED" });
  await sweep(tending);
  expect((await theJob(bad.id)).closed_at).toBeNull();
  expect((await theJob(good.id)).closed_at).not.toBeNull();
  await changeJob(bad.id, { remove: ["open"] });
});
