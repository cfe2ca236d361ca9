import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Job } from "../lambdas/contract/job.ts";
import type { Tendril } from "../lambdas/contract/tendril.ts";
import { CloudAccount } from "./cloud-account.ts";
import { textsOfProgramLogs, textsOfTables } from "./known-secrets.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";
import { selfHosted } from "./self-hosted.ts";
import { closedBySweep, sweepUntil } from "./sweep-until.ts";

const minutes = 60_000;
/** Another one than that of Trellis. */
const region = "eu-central-1";
let local: TestStack;
let account: CloudAccount;
let north: Tendril;

beforeAll(async () => {
  local = await startTestStack();
  account = new CloudAccount(local.stack.endpoints);
  const job = await local.client.deploy("north", region);
  expect(await local.client.closed(job.id)).toMatchObject({ status: "SUCCESS" });
  north = await local.client.online("north");
}, 5 * minutes);

afterAll(async () => {
  await local?.stop();
});

const update = () => local.client.create({ type: "UPDATE_WORKER", tendril_id: north.id });
const stepsOf = ({ steps }: Job) => steps.map(({ number, name, ok }) => [number, name, ok]);
const release = (version: string, healthy: boolean) => local.client.post("/local/releases", { version, healthy });
const waits = (job: Job, step: string) =>
  local.client.jobWhen(job.id, ({ steps }) => steps.some(({ name, ended_at }) => name === step && ended_at === null));
const revisionInUse = async () => (await account.service(north.id, region)).taskDefinition.split(":").at(-1);
const onlyOneRuns = async () => (await account.runningTasks(`vintner-${north.id}`, region)).length === 1;
const imageInUse = async () => {
  const { taskDefinition } = await account.service(north.id, region);
  return JSON.stringify(await account.taskDefinition(taskDefinition, region));
};

test("an update of a Tendril that is up to date is refused", async () => {
  const answer = await local.client.post("/api/jobs", { type: "UPDATE_WORKER", tendril_id: north.id });
  expect(answer).toMatchObject({ status: 409, body: { code: "UP_TO_DATE" } });
});

test(
  "an update in another region brings the newest release in; its heartbeat proves it and the old task ends by itself",
  async () => {
    const { client } = local;
    expect(await release("0.2.0", true)).toMatchObject({ status: 201 });
    const closed = await client.closed((await update()).id);
    expect(closed.error_message).toBeNull();
    expect(stepsOf(closed)).toEqual([
      [0, "Begin", true],
      [1, "Assume Platform Role", true],
      [2, "Update Task Definition", true],
      [3, "Force New Deployment", true],
      [4, "Await Rollout", true],
      [99, "Report Results", true],
    ]);
    expect(closed.log).toMatchObject({ complete: true, missing: [] });
    expect(await client.logText(closed.id)).toMatch(/Version 0\.2\.0 of Tendril north is healthy/);
    expect(await imageInUse()).toContain("0.2.0");
    expect(await client.online("north")).toMatchObject({ id: north.id, version: "0.2.0", latest_version: "0.2.0" });
    await sweepUntil(local, onlyOneRuns);
    expect(await account.rows("locks")).toEqual([]);
  },
  3 * minutes,
);

test(
  "an update to a release that never becomes healthy fails with ECS's reason, and the old version stays ONLINE",
  async () => {
    const { client } = local;
    const before = await revisionInUse();
    await release("0.3.0", false);
    const closed = await closedBySweep(local, (await update()).id);
    expect(closed).toMatchObject({ status: "FAILED", error_code: "ROLLOUT_FAILED", log: { complete: true } });
    expect(closed.error_message).toMatch(/^Version 0\.3\.0 did not become healthy: .*exit code 1/);
    expect(await revisionInUse()).toBe(before);
    expect(await imageInUse()).toContain("0.2.0");
    expect(await account.activeRevisions(north.id, region)).toHaveLength(2);
    expect(await client.online("north")).toMatchObject({ version: "0.2.0", status: "ONLINE" });
    expect(await account.rows("locks")).toEqual([]);
  },
  4 * minutes,
);

test(
  "an update right after another, to a release that never becomes healthy, ends where the first one had come to",
  async () => {
    const { client } = local;
    await release("0.3.1", true);
    expect(await client.closed((await update()).id)).toMatchObject({ status: "SUCCESS" });
    const before = await revisionInUse();
    // The first one's old task may still be draining: to ECS that deployment is not over.
    await release("0.3.2", false);
    const closed = await closedBySweep(local, (await update()).id);
    expect(closed).toMatchObject({ status: "FAILED", error_code: "ROLLOUT_FAILED" });
    expect(await revisionInUse()).toBe(before);
    expect(await imageInUse()).toContain("0.3.1");
    // ECS went through 0.2.0 on its way back.
    await sweepUntil(local, onlyOneRuns);
    await sweepUntil(local, async () => (await client.online("north")).version === "0.3.1");
  },
  4 * minutes,
);

test(
  "an update that is cancelled while it waits is undone, and its task token is nowhere to be read",
  async () => {
    const { client } = local;
    const before = await revisionInUse();
    const job = await update();
    await waits(job, "Await Rollout");
    const tokens = (await account.executions()).match(/(?<=task_token\\*":\\*")[\w-]+/g) ?? [];
    expect(tokens.length).toBeGreaterThan(2);
    const texts = [...(await textsOfTables(account)), ...(await textsOfProgramLogs(local.stack))];
    for (const token of tokens) expect(texts.filter(([, text]) => text.includes(token))).toEqual([]);

    expect(await client.cancel(job.id)).toMatchObject({ status: "CANCELLED" });
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "CANCELLED", log: { complete: true, missing: [] } });
    expect(closed.stop?.stopped_at).not.toBeNull();
    expect(await revisionInUse()).toBe(before);
    expect(await client.online("north")).toMatchObject({ version: "0.3.1", status: "ONLINE" });
    expect(await account.rows("locks")).toEqual([]);
  },
  3 * minutes,
);

test(
  "a re-run of a failed update rolls out what is the newest release by then",
  async () => {
    const { client } = local;
    const { body } = await client.get("/api/jobs?type=UPDATE_WORKER&status=FAILED");
    await release("0.4.0", true);
    const again = await client.rerun((body as { items: Job[] }).items[0]?.id ?? "");
    expect(await client.closed(again.id)).toMatchObject({ status: "SUCCESS", target: { id: north.id } });
    expect(await client.online("north")).toMatchObject({ version: "0.4.0" });
  },
  3 * minutes,
);

test(
  "a destroy in another region removes all that was made, the registration and the name; the token stops",
  async () => {
    const { client } = local;
    const token = await account.secret(`vintner-${north.id}-token`, region);
    const heartbeat = () =>
      fetch(`${local.stack.url}/api/tendrils/heartbeat`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-worker-id": north.id, "x-worker-token": token },
        body: JSON.stringify({ version: "9.9.9", instance_id: "test", draining: true }),
      });
    const job = await client.create({ type: "DESTROY_WORKER", tendril_id: north.id });
    const closed = await client.closed(job.id);
    expect(closed.error_message).toBeNull();
    expect(stepsOf(closed)).toEqual([
      [0, "Begin", true],
      [1, "Drain Tendril", true],
      [2, "Requeue Jobs", true],
      [3, "Assume Platform Role", true],
      [4, "Generate Terraform Config", true],
      [5, "Terraform Init", true],
      [6, "Terraform Destroy", true],
      [7, "Deregister Tendril", true],
      [99, "Report Results", true],
    ]);
    expect(closed.log).toMatchObject({ complete: true, missing: [] });
    expect(await client.logText(job.id)).toMatch(/Resources: 0 added, 0 changed, \d+ destroyed/);
    expect((await heartbeat()).status).toBe(401);
    expect((await client.get(`/api/tendrils/${north.id}`)).status).toBe(404);
    expect(JSON.stringify(await account.rows("tendrils"))).not.toContain(north.id);
    const left = [
      ...(await account.clusters(region)),
      ...(await account.roleNames()),
      ...(await account.logGroups(region)),
      ...(await account.activeRevisions(north.id, region)),
    ];
    expect(left.filter((name) => name.includes(north.id))).toEqual([]);
    expect(await account.securityGroups(north.id, region)).toEqual([]);
    expect((await account.state(`tendrils/${north.id}/terraform.tfstate`)).resources).toEqual([]);
    expect(await account.rows("locks")).toEqual([]);
    expect(await client.post(`/api/jobs/${job.id}/rerun`)).toMatchObject({ status: 404 });
  },
  3 * minutes,
);

const destroy = (tendril_id: string, more: object = {}) =>
  local.client.create({ type: "DESTROY_WORKER", tendril_id, ...more });

const drains = (job: Job) => local.client.logged(job.id, "to claim nothing more");

test(
  "a self-hosted Tendril is drained and deregistered, without Terraform; an update of it is refused",
  async () => {
    const { client } = local;
    const own = await selfHosted(local.client, "own");
    expect(await client.post("/api/jobs", { type: "UPDATE_WORKER", tendril_id: own.id })).toMatchObject({
      status: 409,
      body: { code: "SELF_HOSTED" },
    });
    const job = await destroy(own.id);
    await drains(job);
    expect((await own.heartbeat()).body.drain).toBe(true);
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "SUCCESS", log: { complete: true, missing: [] } });
    expect(closed.steps.map(({ name }) => name)).toEqual([
      ...["Begin", "Drain Tendril", "Requeue Jobs", "Deregister Tendril", "Report Results"],
    ]);
    expect((await own.heartbeat()).status).toBe(401);
    const again = await client.post("/api/tendrils/register", { name: "own", mode: "self-hosted" });
    expect(again.status).toBe(201);
  },
  minutes,
);

test(
  "a destroy that is cancelled while it drains ends at once, and the Tendril works on",
  async () => {
    const { client } = local;
    const own = await selfHosted(local.client, "patient");
    const job = await destroy(own.id);
    await drains(job);
    expect((await client.get(`/api/tendrils/${own.id}`)).body.status).toBe("DRAINING");
    await client.cancel(job.id);
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "CANCELLED", log: { complete: true, missing: [] } });
    expect(closed.stop?.stopped_at).not.toBeNull();
    expect((await own.heartbeat()).body.drain).toBe(false);
    expect((await client.get(`/api/tendrils/${own.id}`)).body.status).toBe("ONLINE");
    expect(await account.rows("locks")).toEqual([]);
    const again = await client.rerun(job.id);
    await drains(again);
    await own.heartbeat();
    expect(await client.closed(again.id)).toMatchObject({ status: "SUCCESS", rerun_of: job.id });
  },
  minutes,
);

let lostDeployment: Job;
let afterLoss: Job;
test(
  "a runner lost in the middle of the destroy keeps the lock until recover",
  async () => {
    const { client } = local;
    lostDeployment = await client.closed((await client.deploy("south")).id);
    expect(lostDeployment.status).toBe("SUCCESS");
    const { id } = await client.online("south");

    // Something is left to destroy when the runner dies.
    await client.fault("aws", "slow", { service: "iam", action: "DeleteRole", count: 2, seconds: 6 });
    const killed = await destroy(id);
    await client.logged(killed.id, "aws_ecs_service.tendril: Destruction complete");
    await client.fault("ecs", "kill-runner", { job_id: killed.id });
    const lost = await client.jobWhen(killed.id, ({ status }) => status === "FAILED");
    expect(lost).toMatchObject({ error_code: "TENDRIL_LOST", closed_at: null, attempt: 1 });
    expect(await client.post("/api/jobs", { type: "DESTROY_WORKER", tendril_id: id })).toMatchObject({
      status: 409,
      body: { code: "TARGET_BUSY", job_id: killed.id },
    });
    expect((await client.post(`/api/jobs/${killed.id}/recover`, { reason: "killed" })).status).toBe(200);
    await client.closed(killed.id);
    afterLoss = await client.rerun(killed.id);
  },
  3 * minutes,
);

test(
  "a drain, forced too, waits for the job that the Tendril says it runs",
  async () => {
    const { client } = local;
    const own = await selfHosted(local.client, "busy");
    const job = await destroy(own.id, { force: true });
    await drains(job);
    // No job of this id is the Tendril's own, so its lease is refused; what it says of itself counts all the same.
    const running = { id: randomUUID(), attempt: 1 };
    await own.heartbeat({ job: running });
    expect((await client.job(job.id)).status).toBe("PROCESSING");
    await own.heartbeat();
    expect(await client.closed(job.id)).toMatchObject({ status: "SUCCESS" });
  },
  minutes,
);

test(
  "a Tendril whose deployment failed half-way is destroyed with all that it left, and its name is free",
  async () => {
    const { client } = local;
    const job = await client.deploy("halfway");
    const role = `vintner-${job.target.id}-task`;
    await account.createRole(role);
    expect(await client.closed(job.id)).toMatchObject({ status: "FAILED" });
    await account.deleteRole(role);
    // As an apply leaves it that was cut off before it heard that the role was made.
    await account.createTaskRole(job.target);
    const destroyed = await client.closed((await destroy(job.target.id)).id);
    expect(destroyed).toMatchObject({ status: "SUCCESS", error_message: null });
    expect((await account.state(`tendrils/${job.target.id}/terraform.tfstate`)).resources).toEqual([]);
    expect((await account.roleNames()).filter((name) => name.includes(job.target.id))).toEqual([]);
    expect(JSON.stringify(await account.rows("tendrils"))).not.toContain("halfway");
  },
  3 * minutes,
);

test(
  "a re-run ends the destroy that was lost, and the Tendril can be deployed anew",
  async () => {
    const { client } = local;
    // Its plan has waited for a service that is half gone: two minutes of the provider's patience, used for tests above.
    const { id } = afterLoss.target;
    expect(await client.closed(afterLoss.id)).toMatchObject({ status: "SUCCESS", target: { id } });
    expect((await account.state(`tendrils/${id}/terraform.tfstate`)).resources).toEqual([]);
    expect((await account.clusters("eu-west-1")).filter((arn) => arn.includes(id))).toEqual([]);
    const anew = await client.rerun(lostDeployment.id);
    expect(await client.closed(anew.id)).toMatchObject({ status: "SUCCESS", target: { id } });
  },
  5 * minutes,
);
