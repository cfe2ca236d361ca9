import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { startConnectionServer, type ConnectionServer } from "../../../test/connection-server.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { waitingVineJob } from "../../../test/given-vine-job.ts";
import { peopleApi } from "../../../test/people-api.ts";
import { writeDeployJob } from "../../../test/write-job.ts";
import { addSubscription } from "../../store/connections.ts";
import { changeJob, getJob } from "../../store/jobs.ts";
import { holderOf } from "../../store/locks.ts";

let dynamoDb: DynamoDb;
let connections: ConnectionServer;
let api: Awaited<ReturnType<typeof peopleApi>>;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  connections = await startConnectionServer();
}, 60_000);
afterAll(async () => {
  await connections.stop();
  await dynamoDb.stop();
});
beforeEach(async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  api = await peopleApi();
});

const cancel = (id: string, as = "operator", body: unknown = {}) => api.call(`/api/jobs/${id}/cancel`, { as, body });

test("20 clicks cancel once and tell the runner once", async () => {
  const job = await writeDeployJob({ status: "PROCESSING" });
  await addSubscription("runner", "tendril:platform", api.world.now);
  const answers = await Promise.all(Array.from({ length: 20 }, () => cancel(job.id)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(connections.sent.get("runner")).toEqual([{ type: "cancel", job_id: job.id }]);
  expect(await getJob(job.id)).toMatchObject({
    status: "CANCELLED",
    error_code: "JOB_CANCELLED",
    stop: { requested_by: "operator", interrupted_at: null, stopped_at: null, forced: false },
  });
});

test.each(["SUCCESS", "FAILED"] as const)("a finish wins: %s stays", async (status) => {
  const job = await writeDeployJob({ status });
  const answer = await cancel(job.id);
  expect([answer.status, answer.json.code]).toEqual([409, "JOB_TERMINAL"]);
  expect((await getJob(job.id))?.status).toBe(status);
});

test("force is for an admin, 60 s after a cancel, and stops the runner's task", async () => {
  const job = await writeDeployJob({ status: "PROCESSING" });
  api.world.tasks = [{ arn: "task", lastStatus: "RUNNING", stopped: false, reason: null }];
  expect((await cancel(job.id, "admin", { force: true })).json.code).toBe("FORCE_TOO_EARLY");
  await cancel(job.id);
  api.world.now = new Date(api.world.now.getTime() + 59_000);
  expect((await cancel(job.id, "admin", { force: true })).json.code).toBe("FORCE_TOO_EARLY");
  api.world.now = new Date(api.world.now.getTime() + 1000);
  expect((await cancel(job.id, "operator", { force: true })).status).toBe(403);
  const forced = await cancel(job.id, "admin", { force: true });
  expect([forced.status, forced.json.stop.forced]).toEqual([202, true]);
  expect(api.world.stoppedTasks).toEqual(["task"]);
});

test("force takes a cancelled job from its Tendril, and stops no task", async () => {
  const now = api.world.now.toISOString();
  const claim = { worker_id: "north", request_id: "r", at: now };
  const job = await waitingVineJob({ set: { status: "PROCESSING", tendril_id: "north", claim } });
  await addSubscription("tendril", "tendril:north", api.world.now);
  await cancel(job.id);
  expect(connections.sent.get("tendril")).toEqual([{ type: "cancel", job_id: job.id }]);
  expect(api.world.taskTokens.ended).toEqual([]);
  api.world.now = new Date(api.world.now.getTime() + 60_000);
  expect((await cancel(job.id, "admin", { force: true })).status).toBe(202);
  expect(api.world.taskTokens.ended).toEqual(["token: TENDRIL_LOST: it was given up by force"]);
  expect(api.world.stoppedTasks).toEqual([]);
});

test("a cancel ends the wait of a job that no Tendril has claimed", async () => {
  const job = await waitingVineJob();
  expect((await cancel(job.id)).json.status).toBe("CANCELLED");
  expect(api.world.taskTokens.ended).toEqual(["token: JOB_CANCELLED: The job was cancelled"]);
});

test("recover frees the state's lock and closes, once the runner is proven gone", async () => {
  const job = await writeDeployJob({ status: "FAILED", error_code: "TENDRIL_LOST", recovery_needed: true });
  const recover = () => api.call(`/api/jobs/${job.id}/recover`, { as: "admin", body: { reason: "host died" } });
  api.world.stateLock = { etag: "e", id: "lock-1", operation: "apply", who: "runner", created: "" };
  api.world.tasks = [{ arn: "task", lastStatus: "RUNNING", stopped: false, reason: null }];
  expect((await recover()).json.code).toBe("RUNNER_ALIVE");
  expect(api.world.stateLock).toBeDefined();
  api.world.tasks = [{ arn: "task", lastStatus: "STOPPED", stopped: true, reason: null }];
  const { status, json } = await recover();
  expect([status, json.status, json.closed_at]).toEqual([200, "FAILED", api.world.now.toISOString()]);
  expect(api.world.stateLock).toBeUndefined();
  expect(await holderOf(job.target)).toBeUndefined();
  const [text] = api.world.texts.values();
  expect(text).toMatch(
    /^SYSTEM\tRecovered by admin: host died\nSYSTEM\tFreed the lock lock-1 of runner on the state tendrils\//,
  );
  expect((await recover()).json.code).toBe("NOT_RECOVERABLE");
});

test("only a plan can be applied", async () => {
  const job = await writeDeployJob();
  expect((await api.call(`/api/jobs/${job.id}/apply`, { as: "operator", body: {} })).json.code).toBe("NOT_APPLICABLE");
});

test("a cancelled job that is closed has ended", async () => {
  const job = await writeDeployJob({ status: "CANCELLED" });
  await changeJob(job.id, { remove: ["open"] });
  expect((await cancel(job.id)).status).toBe(409);
});
