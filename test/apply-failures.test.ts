import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Job } from "../lambdas/contract/job.ts";
import { CloudAccount } from "./cloud-account.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";

const minutes = 60_000;
let local: TestStack;
let account: CloudAccount;

beforeAll(async () => {
  local = await startTestStack();
  account = new CloudAccount(local.stack.endpoints);
}, 2 * minutes);

afterAll(async () => {
  await local?.stop();
});

async function deployAnd(name: string, during: (job: Job) => Promise<void>): Promise<Job> {
  const job = await local.client.deploy(name);
  await local.client.logged(job.id, ": Creating...");
  await during(job);
  return job;
}

test(
  "an apply that cannot work fails with Terraform's own error, and a re-run succeeds",
  async () => {
    const { client } = local;
    const job = await client.deploy("blocked");
    const role = `vintner-${job.target.id}-task`;
    await account.createRole(role);
    const failed = await client.closed(job.id);
    expect(failed).toMatchObject({ status: "FAILED", error_code: "TERRAFORM_APPLY_FAILED" });
    expect(failed.error_message).toContain("EntityAlreadyExists");
    const errors = (await client.log(job.id)).filter(({ stream }) => stream === "STDERR");
    expect(errors.map(({ text }) => text).join("")).toContain("EntityAlreadyExists");
    expect((await client.tendrils()).map(({ name }) => name)).not.toContain("blocked");
    expect(await account.rows("locks")).toEqual([]);

    await account.deleteRole(role);
    const again = await client.rerun(job.id);
    expect(await client.closed(again.id)).toMatchObject({ status: "SUCCESS", target: job.target });
  },
  4 * minutes,
);

test(
  "a runner killed in the middle of the apply is lost: the lock is held until an admin recovers the job, and a re-run succeeds",
  async () => {
    const { client } = local;
    const job = await deployAnd("lost", async ({ id }) => {
      await client.fault("ecs", "kill-runner", { job_id: id });
    });
    const lost = await client.jobWhen(job.id, ({ status }) => status === "FAILED");
    expect(lost).toMatchObject({ error_code: "TENDRIL_LOST", closed_at: null, attempt: 1 });
    expect(await account.rows("locks")).toHaveLength(1);
    expect(await client.post("/api/jobs", { type: "DEPLOY_WORKER", name: "lost", region: "eu-west-1" })).toMatchObject({
      status: 409,
      body: { code: "TARGET_BUSY", job_id: job.id },
    });
    expect(await client.post(`/api/jobs/${job.id}/rerun`)).toMatchObject({ status: 409 });
    await local.stack.sweep();
    expect((await client.job(job.id)).closed_at).toBeNull();

    expect(await client.post(`/api/jobs/${job.id}/recover`, { reason: "the runner was killed" })).toMatchObject({
      status: 200,
    });
    const recovered = await client.closed(job.id);
    expect(recovered).toMatchObject({ status: "FAILED", error_code: "TENDRIL_LOST", log: { complete: true } });
    expect(await client.logText(job.id)).toContain("the runner was killed");
    expect(await account.rows("locks")).toEqual([]);
    expect((await account.stateKeys()).filter((key) => key.endsWith(".tflock"))).toEqual([]);

    // What the killed Terraform had made is in no state; the next run takes it over.
    const again = await client.rerun(job.id);
    expect(await client.closed(again.id)).toMatchObject({ status: "SUCCESS", error_message: null });
    expect(await client.logText(again.id)).toMatch(/^SYSTEM\tTaking over aws_/m);
    expect(await client.online("lost")).toMatchObject({ id: job.target.id });
  },
  4 * minutes,
);

test(
  "a runner killed before the apply is replaced, and the second attempt succeeds",
  async () => {
    const { client } = local;
    const job = await client.deploy("replaced");
    await client.jobWhen(job.id, ({ steps }) => steps.some(({ name }) => name === "Terraform Init"));
    await client.fault("ecs", "kill-runner", { job_id: job.id });
    const closed = await client.closed(job.id);
    expect(closed).toMatchObject({ status: "SUCCESS", attempt: 2, log: { complete: true, missing: [] } });
    const keys = (await client.log(job.id)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(await client.logText(job.id)).toMatch(/^SYSTEM\t.*cut/m);
  },
  4 * minutes,
);
