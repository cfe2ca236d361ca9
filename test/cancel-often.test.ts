import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Job } from "../lambdas/contract/job.ts";
import { CloudAccount } from "./cloud-account.ts";
import { startTestStack, type TestStack } from "./local-stack.ts";

const minutes = 60_000;
const rounds = 10;
let local: TestStack;
let account: CloudAccount;

beforeAll(async () => {
  local = await startTestStack();
  account = new CloudAccount(local.stack.endpoints);
}, 2 * minutes);

afterAll(async () => {
  await local?.stop();
});

/** Cancels a job once Terraform says that it is at work, by so many clicks, and holds what must be true every time. */
async function cancelAmid(job: Job, doing: string, clicks = 1): Promise<void> {
  const { client } = local;
  await client.logged(job.id, doing);
  const cancelled = await client.cancel(job.id);
  expect(cancelled).toMatchObject({ status: "CANCELLED", closed_at: null, stop: { stopped_at: null } });
  const more = Array.from({ length: clicks - 1 }, () => client.post(`/api/jobs/${job.id}/cancel`));
  expect(new Set((await Promise.all(more)).map(({ status }) => status)).size).toBeLessThanOrEqual(1);
  const closed = await client.closed(job.id);
  expect(closed).toMatchObject({ status: "CANCELLED", log: { complete: true, missing: [] } });
  expect(closed.stop?.stopped_at).not.toBeNull();
  const text = await client.logText(job.id);
  // With little left to do, Terraform may be through before the interrupt reaches it.
  const interrupts = text.match(/Interrupt received/g)?.length ?? (text.includes("Apply complete!") ? 1 : 0);
  expect(interrupts).toBe(1);
  if (text.includes("Interrupt received")) expect(closed.stop?.interrupted_at).not.toBeNull();
  expect(await account.stateKeys()).toEqual([`tendrils/${job.target.id}/terraform.tfstate`]);
  expect(await account.rows("locks")).toEqual([]);
}

test(
  `${2 * rounds} cancels in a row, in the middle of applies and destroys, each save the state and free the lock`,
  async () => {
    const { client } = local;
    const first = await client.deploy("often");
    await cancelAmid(first, ": Creating...", 20);
    expect((await account.state(`tendrils/${first.target.id}/terraform.tfstate`)).resources).not.toEqual([]);
    for (let round = 1; round <= rounds; round += 1) {
      // What an apply that was cancelled early has made is destroyed before anybody could click.
      await client.fault("aws", "slow", { service: "ecs", action: "DeleteCluster", count: 1, seconds: 2 });
      const destroy = await client.create({ type: "DESTROY_WORKER", tendril_id: first.target.id });
      await cancelAmid(destroy, ": Destroying...");
      if (round < rounds) await cancelAmid(await client.rerun(first.id), ": Creating...");
    }
    const last = await client.rerun(first.id);
    expect(await client.closed(last.id)).toMatchObject({ status: "SUCCESS", error_message: null });
    expect(await client.online("often")).toMatchObject({ id: first.target.id });
  },
  15 * minutes,
);
