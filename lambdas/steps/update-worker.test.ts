import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Rollouts, ServiceRollout } from "../cloud/rollouts.ts";
import type { TaskDefinitions } from "../cloud/task-definitions.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import { changeTendril, getTendril } from "../store/tendrils.ts";
import { runStep } from "../trellis/run-step.ts";
import { tendWait } from "../trellis/tend-wait.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { at, cancelled, givenJob, logOf, theJob } from "../../test/given-job.ts";
import { testWaits } from "../../test/test-waits.ts";
import { awaitRollout } from "./await-rollout.ts";
import { forceNewDeployment } from "./force-new-deployment.ts";
import { settleRollout } from "./settle-rollout.ts";
import { updateTaskDefinition } from "./update-task-definition.ts";

let db: DynamoDb;
const clock = { now: () => at(0) };
const waits = testWaits();
const none = { Error: "none", Cause: "" };
const arn = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/vintner-t:${revision}`;

/** ECS as far as an update sees it. */
let service: ServiceRollout;
let started: string[];
let deregistered: string[];
const rollouts: Rollouts = {
  describe: async () => service,
  start: async (_service, taskDefinition) => {
    started.push(taskDefinition);
    const id = `ecs-svc/${started.length}`;
    const deployment = { id, taskDefinition, rolloutState: "IN_PROGRESS", reason: "in progress" } as const;
    service = { ...service, taskDefinition, deployments: [deployment, ...service.deployments] };
    return id;
  },
  stoppedReason: async () => "exit code 1",
};
const taskDefinitions: TaskDefinitions = {
  copyWithImage: async () => ({ arn: arn(2), before: "image:1" }),
  deregister: async (_region, revision) => void deregistered.push(revision),
  active: async () => [],
};

beforeAll(async () => {
  db = await startDynamoDb();
  process.env["TENDRIL_VERSION"] = "2.0.0";
  process.env["WEBSOCKET_URL"] = "ws://127.0.0.1:1/live";
}, 60_000);
afterAll(() => db.stop());
beforeEach(() => {
  waits.ended.length = 0;
  started = [];
  deregistered = [];
  service = {
    ...{ serviceArn: "s", clusterArn: "c", status: "ACTIVE", desiredCount: 1 },
    taskDefinition: arn(1),
    deployments: [],
  };
});

const heard = (version: string) => ({ version, draining: false, job_id: null, last_heartbeat_at: at(0).toISOString() });
const hear = (row: JobRow, id: string, version: string) =>
  changeTendril(row.target.id, { setInstance: { id, instance: heard(version) } });

/** An UPDATE_WORKER job of a Tendril that runs 1.0.0, taken through its first steps. */
async function updating(): Promise<JobRow> {
  const { id, target } = await givenJob({ type: "UPDATE_WORKER", status: "PROCESSING" });
  await changeTendril(target.id, { set: { registered_at: at(-9).toISOString(), instances: { old: heard("1.0.0") } } });
  const release = { image: "image:2", version: "2.0.0" };
  await runStep(id, "Update Task Definition", updateTaskDefinition(release, rollouts, taskDefinitions), clock);
  await runStep(id, "Force New Deployment", forceNewDeployment(rollouts, clock), clock);
  return theJob(id);
}

const wait = (id: string) => awaitRollout(id, "token", { taskTokens: waits, rollouts, clock });
const settle = (id: string, caught = none) => settleRollout(id, caught, { rollouts, taskDefinitions, clock });
const failed = { Error: "ROLLOUT_FAILED", Cause: "Version 2.0.0 did not become healthy" };

describe("an update", () => {
  test("drains the instances that run, starts the new revision and remembers both", async () => {
    const row = await updating();
    expect(started).toEqual([arn(2)]);
    expect(row.update).toEqual({ version: "2.0.0", revision: arn(2), previous: arn(1), deployment_id: "ecs-svc/1" });
    expect(await getTendril(row.target.id)).toMatchObject({ drain_job_id: row.id, drain_instances: ["old"] });
  });

  test("is proven by the first heartbeat of the new version, and by nothing before", async () => {
    const row = await updating();
    await wait(row.id);
    await hear(row, "old", "1.0.0");
    await tendWait(row.id, { taskTokens: waits, clock });
    expect(waits.ended).toEqual([]);
    await hear(row, "new", "2.0.0");
    await tendWait(row.id, { taskTokens: waits, clock });
    expect(waits.ended).toEqual(["token"]);
    await settle(row.id);
    expect(await theJob(row.id)).toMatchObject({ steps: { "01.04": { ok: true } } });
    expect(await logOf(row.id)).toContain(
      `01.04 Version 2.0.0 of Tendril ${row.target.name} is healthy: its heartbeat came from new|`,
    );
    expect(deregistered).toEqual([]);
  });

  test("is proven at once when the heartbeat was earlier than the wait", async () => {
    const row = await updating();
    await hear(row, "new", "2.0.0");
    await wait(row.id);
    expect(waits.ended).toEqual(["token"]);
  });

  test("keeps the token sealed, and forgets it in the end", async () => {
    const row = await updating();
    await awaitRollout(row.id, "secret-token", { taskTokens: waits, rollouts, clock });
    expect(JSON.stringify([await theJob(row.id), await logOf(row.id)])).not.toContain("secret-token");
    await hear(row, "new", "2.0.0");
    await settle(row.id);
    expect((await theJob(row.id)).wait).toBeUndefined();
  });
});

describe("the sweep", () => {
  const sweep = (row: JobRow) => tendWait(row.id, { taskTokens: waits, rollouts, clock });

  test("finds a deployment that failed, with ECS's reason", async () => {
    const row = await updating();
    await wait(row.id);
    await sweep(row);
    expect(waits.ended).toEqual([]);
    const [deployment] = service.deployments;
    if (deployment === undefined) throw new Error("no deployment");
    service = {
      ...service,
      deployments: [{ ...deployment, rolloutState: "FAILED", reason: "tasks failed to start." }],
    };
    await sweep(row);
    expect(waits.ended).toEqual([
      "token: ROLLOUT_FAILED: Version 2.0.0 did not become healthy: tasks failed to start. (exit code 1)",
    ]);
  });

  test("finds a deployment that ECS has rolled back and forgotten", async () => {
    const row = await updating();
    await wait(row.id);
    service = { ...service, taskDefinition: arn(1), deployments: [] };
    await sweep(row);
    expect(waits.ended[0]).toMatch(/^token: ROLLOUT_FAILED: .* rolled its deployment back \(exit code 1\)$/);
  });
});

describe("an update that fails", () => {
  test("goes back to the old revision, takes the new one away and lets the Tendril work on", async () => {
    const row = await updating();
    await wait(row.id);
    await expect(settle(row.id, failed)).rejects.toMatchObject({ name: "ROLLOUT_FAILED" });
    expect(started).toEqual([arn(2), arn(1)]);
    expect(deregistered).toEqual([arn(2)]);
    const tendril = await getTendril(row.target.id);
    expect(tendril?.drain_job_id ?? tendril?.drain_instances).toBeUndefined();
    expect(await theJob(row.id)).toMatchObject({ steps: { "01.04": { ok: false } } });
  });

  test("starts nothing when ECS has rolled back by itself", async () => {
    const row = await updating();
    await wait(row.id);
    service = { ...service, taskDefinition: arn(1) };
    await expect(settle(row.id, failed)).rejects.toMatchObject({ name: "ROLLOUT_FAILED" });
    expect(started).toEqual([arn(2)]);
    expect((await logOf(row.id)).join()).toContain("The service runs vintner-t:1 again");
  });

  test("says so when no heartbeat came in time", async () => {
    const row = await updating();
    await wait(row.id);
    await expect(settle(row.id, { Error: "States.Timeout", Cause: "" })).rejects.toMatchObject({
      name: "ROLLOUT_FAILED",
      message: "Version 2.0.0 sent no heartbeat in time",
    });
  });

  test.each([["while it waits"], ["in the moment of its success"]])(
    "is undone too when it is cancelled %s",
    async (when) => {
      const row = await updating();
      await wait(row.id);
      await changeJob(row.id, { set: cancelled });
      await tendWait(row.id, { taskTokens: waits, clock });
      expect(waits.ended).toEqual(["token: JOB_CANCELLED: The job was cancelled"]);
      const caught = when === "while it waits" ? { Error: "JOB_CANCELLED", Cause: "" } : none;
      await expect(settle(row.id, caught)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
      expect(started).toEqual([arn(2), arn(1)]);
    },
  );

  test("before anything was rolled out leaves the service alone", async () => {
    const { id, target } = await givenJob({ type: "UPDATE_WORKER", status: "PROCESSING" });
    service = { ...service, status: "DRAINING" };
    const step = updateTaskDefinition({ image: "i", version: "2.0.0" }, rollouts, taskDefinitions);
    await expect(runStep(id, "Update Task Definition", step, clock)).rejects.toMatchObject({ name: "UPDATE_FAILED" });
    await expect(settle(id, { Error: "UPDATE_FAILED", Cause: "no" })).rejects.toMatchObject({ name: "UPDATE_FAILED" });
    expect([started, deregistered]).toEqual([[], []]);
    expect(await getTendril(target.id)).toBeDefined();
  });
});
