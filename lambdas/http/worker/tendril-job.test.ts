import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { JobRow } from "../../domain/job-row.ts";
import { newCloudIdentity } from "../../domain/new-cloud-identity.ts";
import type { TendrilRow } from "../../domain/tendril-row.ts";
import { hashToken } from "../../domain/tokens.ts";
import { documentClient } from "../../store/client.ts";
import { createCloudIdentity } from "../../store/cloud-identities.ts";
import { addSubscription } from "../../store/connections.ts";
import { changeJob, listOpenJobs } from "../../store/jobs.ts";
import { changeTendril, getTendril } from "../../store/tendrils.ts";
import { at, cancelled, logOf, theJob } from "../../../test/given-job.ts";
import { givenVineJob, waitingVineJob, type VineJobFacts } from "../../../test/given-vine-job.ts";
import { givenTendril, resetWorld, send, settings, startWorld, world } from "../../../test/worker-world.ts";

import { takeJob } from "./claim-for-tendril.ts";

let started: { stop(): Promise<void> };
beforeAll(async () => {
  started = await startWorld();
}, 60_000);
afterAll(() => started.stop());
beforeEach(async () => {
  resetWorld();
  for (const { id } of await listOpenJobs()) await changeJob(id, { remove: ["open"] });
});

type Tendril = Awaited<ReturnType<typeof givenTendril>>;
const roleArn = "arn:aws:iam::123456789012:role/VintnerAccess";

const claim = ({ who }: Tendril, requestId: string = randomUUID(), more: object = {}) =>
  send("POST", "/api/jobs/claim", { request_id: requestId, ...more }, who);

/** An AWS identity whose role was given. */
async function givenIdentity() {
  const request = { provider: "aws", name: "shop" } as const;
  const row = newCloudIdentity({ id: randomUUID(), request, externalId: `external-${randomUUID()}`, now: at(0) });
  if (row.provider !== "aws") throw new Error("not AWS");
  await createCloudIdentity({ ...row, credentials: { ...row.credentials, role_arn: roleArn } }, undefined);
  return row;
}

async function givenTendrilRow(): Promise<TendrilRow> {
  const { id } = await givenTendril();
  const row = await getTendril(id);
  if (row === undefined) throw new Error("no Tendril");
  return row;
}

type JobWrite = { PutRequest: { Item: JobRow } } | { DeleteRequest: { Key: { id: string } } };

/** In few requests. */
async function writeJobs(writes: readonly JobWrite[]): Promise<void> {
  for (let n = 0; n < writes.length; n += 25) {
    await documentClient.send(new BatchWriteCommand({ RequestItems: { provision_jobs: writes.slice(n, n + 25) } }));
  }
}

/** As Run On Tendril leaves them. */
async function given500(): Promise<readonly string[]> {
  const model = await waitingVineJob();
  await changeJob(model.id, { remove: ["open"] });
  const rows = Array.from({ length: 500 }, (_, second): JobRow => {
    const id = randomUUID();
    return { ...model, id, feed_key: `${at(second).toISOString()}#${id}` };
  });
  await writeJobs(rows.map((Item) => ({ PutRequest: { Item } })));
  return rows.map(({ id }) => id);
}

/** A job that a Tendril has claimed. */
async function claimedJob(facts: VineJobFacts = {}) {
  const tendril = await givenTendril();
  const { id } = await waitingVineJob(facts);
  const { body } = await claim(tendril);
  const as = { ...tendril.who, jobToken: body.job_token as string };
  const call = (method: string, path: string, report?: object) => send(method, `/api/jobs/${id}/${path}`, report, as);
  return {
    ...{ id, tendril, call },
    progress: (report: object) => call("PUT", "progress", { attempt: 1, ...report }),
    credentials: () => call("POST", "credentials", { attempt: 1 }),
    heartbeat: () => tendril.heartbeat({ job: { id, attempt: 1 } }),
  };
}

describe("a claim by a Tendril", () => {
  test("takes the job that waits longest, with its work and a token of which only the hash is kept", async () => {
    const tendril = await givenTendril();
    const identity = await givenIdentity();
    const young = await waitingVineJob({ createdAtSeconds: 2 });
    const old = await waitingVineJob({ createdAtSeconds: 1, identityId: identity.id });
    world.seconds = 9;
    const { status, body } = await claim(tendril);
    expect([status, body.job.id]).toEqual([200, old.id]);
    expect(body.work).toEqual({
      source: { kind: "template", name: "aws-bucket" },
      tags: { "vintner:vine-id": old.target.id, "vintner:project": "shop", "vintner:stage": "prod" },
      identity: roleArn,
      operation: "apply",
      region: "eu-west-1",
      variables: { name_prefix: "shop" },
      state: { bucket: "states", key: `vines/${old.target.id}/terraform.tfstate`, region: "eu-west-1" },
      steps: [
        { number: 2, name: "Assume Identity" },
        { number: 3, name: "Generate Terraform Config" },
        { number: 4, name: "Terraform Init" },
        { number: 5, name: "Terraform Plan" },
        { number: 6, name: "Store Plan" },
      ],
      next_line: 2,
    });
    const row = await theJob(old.id);
    expect(row).toMatchObject({
      status: "PROCESSING",
      started_at: at(9).toISOString(),
      lease_expires_at: at(99).toISOString(),
      job_token_hash: hashToken(body.job_token),
      claim: { worker_id: tendril.id },
      wait: { step: "Await Tendril" },
      tendril_id: tendril.id,
      waiting: null,
      steps: { "01.01": { name: "Await Tendril", ok: true, ended_at: at(9).toISOString() } },
    });
    expect(await logOf(old.id)).toEqual([`01.01 Tendril ${row.tendril_name} took the job|`]);
    expect(JSON.stringify(row)).not.toContain(body.job_token);
    expect((await theJob(young.id)).status).toBe("QUEUED");
  });

  test("answers the same to the same request", async () => {
    const tendril = await givenTendril();
    await Promise.all([1, 2, 3].map((second) => waitingVineJob({ createdAtSeconds: second })));
    const requestId = randomUUID();
    const first = await claim(tendril, requestId);
    expect(await claim(tendril, requestId)).toEqual(first);
    await changeTendril(tendril.id, { set: { drain_job_id: randomUUID() } });
    expect(await claim(tendril, requestId)).toEqual(first);
    expect((await listOpenJobs()).filter(({ status }) => status === "PROCESSING")).toHaveLength(1);
    expect((await logOf(first.body.job.id)).filter((line) => line.includes("took the job"))).toHaveLength(1);
  });

  test("says what a vine is to be removed by, and where its archive is read, which nobody keeps", async () => {
    const tendril = await givenTendril();
    const sha256 = "a".repeat(64);
    const { id } = await waitingVineJob({ destroy: true, source: { kind: "archive", sha256 } });
    const { body } = await claim(tendril);
    expect(body.work).toMatchObject({
      operation: "destroy",
      source: { kind: "archive", sha256, url: `https://bucket.test/archives/${sha256}.tgz?read` },
    });
    expect(JSON.stringify([await theJob(id), await logOf(id)])).not.toContain("bucket.test");
  });

  test("takes what is its own, not what waits for another, nor what does not wait yet, was cancelled or is settled", async () => {
    const [tendril, other] = [await givenTendril(), await givenTendril()];
    await waitingVineJob({ tendril: { id: other.id, name: "other" } });
    await givenVineJob();
    await waitingVineJob({ set: cancelled });
    expect((await claim(tendril)).status).toBe(204);
    const own = await waitingVineJob({ tendril: { id: tendril.id, name: "own" } });
    expect((await claim(tendril)).body.job.id).toBe(own.id);
  });

  test.each([
    ["that is to be removed", { drain_job_id: randomUUID() }],
    ["whose only instance is being replaced", { drain_job_id: randomUUID(), drain_instances: ["a"] }],
  ])("of one %s finds nothing to do", async (_title, set) => {
    const tendril = await givenTendril();
    await tendril.heartbeat();
    await waitingVineJob();
    await changeTendril(tendril.id, { set });
    expect((await claim(tendril)).status).toBe(204);
  });

  test("of one that is being shut down finds nothing to do", async () => {
    const tendril = await givenTendril();
    await tendril.heartbeat({ draining: true });
    await waitingVineJob();
    expect((await claim(tendril)).status).toBe(204);
  });

  test("names no job", async () => {
    const { id } = await waitingVineJob();
    const answer = await claim(await givenTendril(), randomUUID(), { job_id: id });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/job_id" }] } });
  });

  test("of 50 Tendrils for 500 jobs has 500 winners, each job once", async () => {
    const tendrils = await Promise.all(Array.from({ length: 50 }, givenTendrilRow));
    const jobs = await given500();
    const won: string[] = [];
    const work = async (tendril: TendrilRow): Promise<void> => {
      for (;;) {
        const request = { workerId: tendril.id, workerToken: "t", requestId: randomUUID() };
        const row = await takeJob(request, tendril, at(600));
        if (row === undefined) return;
        expect(row).toMatchObject({ tendril_id: tendril.id, claim: { request_id: request.requestId } });
        won.push(row.id);
      }
    };
    await Promise.all(tendrils.map(work));
    expect(won).toHaveLength(500);
    expect(new Set(won)).toEqual(new Set(jobs));
    await writeJobs(jobs.map((id) => ({ DeleteRequest: { Key: { id } } })));
  });
});

describe("a Tendril at work", () => {
  test("renews its lease by its heartbeat, and hears of a cancel", async () => {
    const job = await claimedJob();
    world.seconds = 60;
    expect((await job.heartbeat()).body.cancel).toEqual([]);
    expect((await theJob(job.id)).lease_expires_at).toBe(at(150).toISOString());
    await changeJob(job.id, { set: cancelled });
    expect((await job.heartbeat()).body.cancel).toEqual([job.id]);
  });

  test("ends the machine's wait with its outcome, and with no other report", async () => {
    const job = await claimedJob();
    await job.progress({ step: { number: 2, event: "started" } });
    expect(world.waits.ended).toEqual([]);
    const plan = {
      ...{ mode: "apply", has_changes: true, add: 1, change: 0, destroy: 0, import: 0, truncated: false },
      resources: [{ address: "aws_s3_bucket.this", action: "create" }],
    };
    expect((await job.progress({ outcome: "SUCCESS", execution_metadata: { plan } })).status).toBe(200);
    expect(world.waits.ended).toEqual(["token"]);
    expect((await theJob(job.id)).execution_metadata.plan).toEqual(plan);
    await job.progress({ outcome: "SUCCESS", execution_metadata: { plan } });
    expect(world.waits.ended).toEqual(["token", "token"]);
  });

  test("stores no value of an attribute with its plan's summary", async () => {
    const job = await claimedJob();
    const plan = { mode: "apply", has_changes: false, values: { password: "x" } };
    expect((await job.progress({ execution_metadata: { plan } })).status).toBe(400);
    expect((await theJob(job.id)).execution_metadata.plan).toBeUndefined();
  });

  test("never starts what may change something", async () => {
    const job = await claimedJob();
    for (const number of [2, 3, 4, 5, 6]) await job.progress({ step: { number, event: "started" } });
    expect((await theJob(job.id)).changes_started).toBe(false);
    expect((await job.progress({ step: { number: 1, event: "started" } })).status).toBe(400);
  });

  test("keeps a plan and its JSON", async () => {
    const job = await claimedJob();
    for (const name of ["plan", "plan_json", "errored_state"]) {
      const url = `https://bucket.test/jobs/${job.id}/${name}?write`;
      expect((await job.call("PUT", `artifacts/${name}`)).body).toEqual({ url });
    }
    expect((await job.call("PUT", "artifacts/log.txt.gz")).status).toBe(404);
  });

  test("gets credentials of the vine's identity, and others for the vine's state alone", async () => {
    const identity = await givenIdentity();
    const job = await claimedJob({ identityId: identity.id });
    const { status, body } = await job.credentials();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      target: { access_key_id: "key-VintnerAccess" },
      state: { access_key_id: "key-vintner-state" },
    });
    const target = world.assumed.find((request) => request.roleArn === roleArn);
    expect(target).toEqual({ roleArn, jobId: job.id, externalId: identity.credentials.external_id });
    const state = world.assumed.find((request) => request.roleArn === settings.stateRole);
    const { target: vine } = await theJob(job.id);
    expect(JSON.stringify(state?.sessionPolicy)).toContain(`states/vines/${vine.id}/terraform.tfstate`);
    expect(JSON.stringify(await theJob(job.id))).not.toContain("key-VintnerAccess");
  });

  test("is told what to change when the identity's role refuses, or is gone", async () => {
    const identity = await givenIdentity();
    const refused = await claimedJob({ identityId: identity.id });
    world.refuses = roleArn;
    expect(await refused.credentials()).toMatchObject({
      status: 424,
      body: { code: "ROLE_NOT_ASSUMABLE", detail: expect.stringContaining("trust policy") },
    });
    const gone = await claimedJob();
    expect(await gone.credentials()).toMatchObject({ status: 424, body: { code: "ROLE_NOT_ASSUMABLE" } });
  });

  test("that lost its job is refused everything", async () => {
    const job = await claimedJob();
    world.seconds = 90;
    expect((await job.heartbeat()).status).toBe(409);
    expect((await job.progress({ outcome: "SUCCESS" })).status).toBe(409);
    expect((await job.credentials()).status).toBe(409);
    expect(world.waits.ended).toEqual([]);
  });

  test("shows its job to those who watch", async () => {
    await addSubscription("watcher", "jobs", at(0));
    const { id } = await claimedJob();
    const shown = world.pushed.filter((message) => message.type === "job" && message.job.id === id);
    expect(shown[0]).toMatchObject({ job: { status: "PROCESSING", waiting: null } });
  });
});
