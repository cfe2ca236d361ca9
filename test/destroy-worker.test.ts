import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Job } from "../lambdas/contract/job.ts";
import { CloudAccount } from "./cloud-account.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";

const minutes = 60_000;
const region = "eu-west-1";
let local: TestStack;
let account: CloudAccount;

beforeAll(async () => {
  local = await startTestStack();
  account = new CloudAccount(local.stack.endpoints);
}, 2 * minutes);

afterAll(async () => {
  await local?.stop();
});

const destroy = (tendril_id: string, more: object = {}) =>
  local.client.create({ type: "DESTROY_WORKER", tendril_id, ...more });

const drains = (job: Job) => local.client.logged(job.id, "to claim nothing more");
const amidDestroy = (job: Job) => local.client.logged(job.id, ": Destroying...");

/** A Tendril that somebody runs by themselves, here by hand. */
async function selfHosted(name: string) {
  const { body } = await local.client.post("/api/tendrils/register", { name, mode: "self-hosted" });
  const { id, token } = body as { id: string; token: string };
  const heartbeat = async (more: object = {}) => {
    const response = await fetch(`${local.stack.url}/api/tendrils/heartbeat`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-worker-id": id, "x-worker-token": token },
      body: JSON.stringify({ version: "0.0.1", instance_id: "by-hand", draining: false, ...more }),
    });
    return { status: response.status, body: (await response.json()) as { drain?: boolean; cancel?: string[] } };
  };
  await heartbeat();
  return { id, heartbeat };
}

test(
  "a self-hosted Tendril is drained and deregistered, without Terraform; an update of it is refused",
  async () => {
    const { client } = local;
    const own = await selfHosted("own");
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
    const own = await selfHosted("patient");
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

test(
  "a drain, forced too, waits for the job that the Tendril says it runs",
  async () => {
    const { client } = local;
    const own = await selfHosted("busy");
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
  "a cancel in the middle of the destroy saves the state; lost runners keep the lock until recover; a re-run ends it",
  async () => {
    const { client } = local;
    const deployed = await client.closed((await client.deploy("north")).id);
    expect(deployed.status).toBe("SUCCESS");
    const { id } = await client.online("north");
    const stateKey = `tendrils/${id}/terraform.tfstate`;
    const { serial } = await account.state(stateKey);

    // One deletion outlasts the cancel.
    await client.fault("aws", "slow", { service: "iam", action: "DeleteRole", seconds: 8 });
    const stopped = await destroy(id);
    // A service that is half gone would make the next plan wait two minutes for it: that is the provider's patience.
    await client.logged(stopped.id, "aws_ecs_service.tendril: Destruction complete");
    expect(await client.cancel(stopped.id)).toMatchObject({ status: "CANCELLED", closed_at: null });
    const cancelled = await client.closed(stopped.id);
    expect(cancelled).toMatchObject({ status: "CANCELLED", log: { complete: true, missing: [] } });
    expect(cancelled.stop).toMatchObject({ interrupted_at: expect.any(String), stopped_at: expect.any(String) });
    expect((await client.logText(stopped.id)).match(/Interrupt received/g)).toHaveLength(1);
    const saved = await account.state(stateKey);
    expect(saved.serial).toBeGreaterThan(serial);
    expect(saved.resources).toContainEqual(expect.objectContaining({ type: "aws_iam_role" }));
    expect((await account.stateKeys()).filter((key) => key.endsWith(".tflock"))).toEqual([]);
    expect(await account.rows("locks")).toEqual([]);

    const killed = await client.rerun(stopped.id);
    await amidDestroy(killed);
    await client.fault("ecs", "kill-runner", { job_id: killed.id });
    const lost = await client.jobWhen(killed.id, ({ status }) => status === "FAILED");
    expect(lost).toMatchObject({ error_code: "TENDRIL_LOST", closed_at: null, attempt: 1 });
    expect(await client.post("/api/jobs", { type: "DESTROY_WORKER", tendril_id: id })).toMatchObject({
      status: 409,
      body: { code: "TARGET_BUSY", job_id: killed.id },
    });
    expect((await client.post(`/api/jobs/${killed.id}/recover`, { reason: "killed" })).status).toBe(200);
    await client.closed(killed.id);

    const again = await client.rerun(killed.id);
    expect(await client.closed(again.id)).toMatchObject({ status: "SUCCESS", target: { id } });
    expect((await account.state(stateKey)).resources).toEqual([]);
    expect((await account.clusters(region)).filter((arn) => arn.includes(id))).toEqual([]);
    const anew = await client.rerun(deployed.id);
    expect(await client.closed(anew.id)).toMatchObject({ status: "SUCCESS", target: { id } });
  },
  5 * minutes,
);
