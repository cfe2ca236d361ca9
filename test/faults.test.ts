import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { CloudAccount } from "./cloud-account.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";
import { closedBySweep } from "./sweep-until.ts";

const minutes = 60_000;
let local: TestStack;
let account: CloudAccount;

/** Most jobs here end at the first hurdle, so that a test is about its fault and not about Terraform. */
beforeAll(async () => {
  local = await startTestStack({ retryWaitMillis: 10 });
  account = new CloudAccount(local.stack.endpoints);
}, 2 * minutes);

afterEach(() => {
  local.stack.faults.clear();
});

afterAll(async () => {
  await local?.stop();
});

async function onlyJobOf(name: string): Promise<string> {
  const { body } = await local.client.get(`/api/jobs?q=${name}`);
  const [job, ...others] = body.items as { id: string }[];
  expect(others).toEqual([]);
  if (job === undefined) throw new Error(`No job for ${name}`);
  return job.id;
}

const executionsOf = async (jobId: string) =>
  new Set((await account.executions()).match(new RegExp(`execution:[\\w-]+:${jobId}`, "g"))).size;

test(
  "row 1: a throttled StartExecution is retried and starts one execution",
  async () => {
    const { client } = local;
    await client.fault("step-functions", "throttle-start", { count: 2 });
    await client.fault("ecs", "cannot-pull-image");
    const job = await client.deploy("throttled");
    expect(await client.closed(job.id)).toMatchObject({ status: "FAILED" });
    expect(await executionsOf(job.id)).toBe(1);
  },
  minutes,
);

test(
  "row 2: a job whose maker died before StartExecution is started by the sweep",
  async () => {
    const { client } = local;
    await client.fault("step-functions", "crash-after-row");
    await client.fault("ecs", "cannot-pull-image");
    const answer = await client.post("/api/jobs", { type: "DEPLOY_WORKER", name: "orphan", region: "eu-west-1" });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    const id = await onlyJobOf("orphan");
    expect(await client.job(id)).toMatchObject({ status: "QUEUED" });
    await account.ageJob(id, 60);
    await local.stack.sweep();
    expect(await client.closed(id)).toMatchObject({ status: "FAILED", error_code: "RUNNER_START_FAILED" });
    expect(await executionsOf(id)).toBe(1);
  },
  minutes,
);

test(
  "row 3: 50 equal creates at once make one job and one execution, and get 50 equal answers",
  async () => {
    const { client } = local;
    await client.fault("ecs", "cannot-pull-image");
    const body = { type: "DEPLOY_WORKER", name: "fifty", region: "eu-west-1" };
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.post("/api/jobs", body, headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    const id = await onlyJobOf("fifty");
    await client.closed(id);
    expect(await executionsOf(id)).toBe(1);
    expect(await client.post("/api/jobs", { ...body, name: "other" }, headers)).toMatchObject({
      status: 422,
      body: { code: "IDEMPOTENCY_MISMATCH" },
    });
  },
  minutes,
);

test(
  "row 4: without capacity the runner is tried again in another subnet, and the job says what it waits for",
  async () => {
    const { client } = local;
    await client.fault("ecs", "no-capacity", { count: 3 });
    await client.fault("ecs", "cannot-pull-image");
    const watcher = await client.watch("jobs");
    const job = await client.deploy("crowded");
    const closed = await client.closed(job.id);
    // With room again the task was placed, and met the fault that was set behind.
    expect(closed).toMatchObject({ status: "FAILED", error_code: "RUNNER_START_FAILED", waiting: null });
    const waits = watcher.messages.flatMap((message) =>
      message.type === "job" && message.job.id === job.id && message.job.waiting !== null ? [message.job.waiting] : [],
    );
    watcher.close();
    expect(waits.map(({ code }) => code)).toContain("WAITING_FOR_CAPACITY");
    expect(waits.at(-1)?.detail).toMatch(/^waiting for capacity: .*Capacity is unavailable/);
    const tried = (await account.subnetsOfRuns(job.id)).map((subnets) => subnets.join());
    expect(tried).toHaveLength(4);
    expect(new Set(tried.slice(1)).size).toBe(2);
    expect(tried[1]).not.toBe(tried[2]);
  },
  minutes,
);

test(
  "row 4: after ten minutes without capacity the job fails and says so",
  async () => {
    const { client } = local;
    await client.fault("ecs", "no-capacity", { count: 1000 });
    const job = await client.deploy("full");
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "FAILED", error_code: "NO_CAPACITY", waiting: null });
    expect(closed.error_message).toMatch(/^No capacity for the runner in 5\d\d seconds: Capacity is unavailable/);
    expect(await account.rows("locks")).toEqual([]);
  },
  minutes,
);

test.each([
  ["cannot-pull-image", {}, /CannotPullContainerError/],
  ["exit-at-start", { exit_code: 3 }, /exit/i],
])(
  "row 5: a runner that never starts (%s) fails the job with ECS's reason",
  async (fault, parameters, reason) => {
    const { client } = local;
    await client.fault("ecs", fault, parameters);
    const job = await client.deploy(`unstarted-${fault.slice(0, 6)}`);
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "FAILED", error_code: "RUNNER_START_FAILED" });
    expect(closed.error_message).toMatch(reason);
    expect(await account.rows("locks")).toEqual([]);
  },
  minutes,
);

test(
  "row 9: a job cancelled while QUEUED never starts",
  async () => {
    const { client } = local;
    await client.fault("step-functions", "crash-after-row");
    await client.post("/api/jobs", { type: "DEPLOY_WORKER", name: "early", region: "eu-west-1" });
    const id = await onlyJobOf("early");
    expect(await client.cancel(id)).toMatchObject({ status: "CANCELLED" });
    await account.ageJob(id, 60);
    await local.stack.sweep();
    const closed = await client.closed(id);
    expect(closed).toMatchObject({ status: "CANCELLED", started_at: null });
    expect(closed.stop?.stopped_at).not.toBeNull();
    expect(await client.post(`/api/jobs/${id}/cancel`)).toMatchObject({ status: 409, body: { code: "JOB_TERMINAL" } });
    expect(await account.rows("locks")).toEqual([]);
  },
  minutes,
);

test(
  "row 17: a connection that is gone is dropped, and the others see everything",
  async () => {
    const { client } = local;
    const job = client.deploy("pushed");
    const { id } = await job;
    const gone = await client.watch(`job:${id}`);
    const topicRows = async () =>
      (await account.rows("realtime_connections")).filter((row) => JSON.stringify(row).includes(id));
    const [forgotten] = await topicRows();
    await client.fault("websocket", "forget-connections");
    const stays = await client.watch(`job:${id}`);
    await stays.wait((message) => message.type === "log");
    await client.cancel(id);
    await client.closed(id);
    await stays.wait((message) => message.type === "job" && message.job.closed_at !== null);
    expect(await topicRows()).not.toContainEqual(forgotten);
    gone.close();
    stays.close();
  },
  2 * minutes,
);

test.each([["drop"], ["duplicate"], ["delay"]])(
  "row 18: an execution's status event that meets %s closes the job all the same, once",
  async (fault) => {
    const { client } = local;
    await client.fault("ecs", "cannot-pull-image");
    await client.fault("events", fault, fault === "delay" ? { millis: 3000 } : {});
    const job = await client.deploy(`event-${fault}`);
    const failed = await client.jobWhen(job.id, ({ status }) => status === "FAILED");
    const closed = await (fault === "drop" ? closedBySweep(local, job.id) : client.closed(job.id));
    expect(closed).toMatchObject({ status: "FAILED", error_code: failed.error_code, log: { complete: true } });
    await local.stack.sweep();
    expect(await client.job(job.id)).toEqual(closed);
  },
  2 * minutes,
);

test.each([
  ["abort", "EXECUTION_ABORTED"],
  ["time-out", "EXECUTION_TIMED_OUT"],
])(
  "row 24: %s of the execution from outside ends job, task and lock, with the reason",
  async (fault, code) => {
    const { client } = local;
    const job = await client.deploy(`outside-${fault}`);
    await client.jobWhen(job.id, ({ steps }) => steps.some(({ name }) => name === "Terraform Init"));
    await client.fault("step-functions", fault, { execution: job.id });
    const closed = await closedBySweep(local, job.id);
    expect(closed).toMatchObject({ status: "FAILED", error_code: code, log: { complete: true } });
    expect(await account.rows("locks")).toEqual([]);
    expect(await account.runningTasksOf(job.id)).toEqual([]);
  },
  2 * minutes,
);
