import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { hashToken } from "../../domain/tokens.ts";
import { addSubscription } from "../../store/connections.ts";
import { changeJob } from "../../store/jobs.ts";
import { changeTendril, getTendril } from "../../store/tendrils.ts";
import { takeTicket } from "../../store/tickets.ts";
import { at, cancelled, givenJob, theJob } from "../../../test/given-job.ts";
import {
  claim,
  givenTendril,
  resetWorld,
  running,
  send,
  startWorld,
  world,
  type Headers,
} from "../../../test/worker-world.ts";

let started: { stop(): Promise<void> };
beforeAll(async () => {
  started = await startWorld();
}, 60_000);
afterAll(() => started.stop());
beforeEach(resetWorld);

describe("who a worker is", () => {
  const cases: readonly [title: string, headers: Headers][] = [
    ["a wrong token", { token: "wrong" }],
    ["an unknown Tendril", { worker: randomUUID() }],
    ["an id that is none", { worker: "name#north" }],
    ["no id", { worker: "" }],
    ["no token", { token: "" }],
  ];
  test.each(cases)("is refused with %s, without an echo", async (_title, headers) => {
    const answer = await send("POST", "/api/tendrils/ticket", undefined, headers);
    expect(answer).toMatchObject({ status: 401, body: { code: "WORKER_REJECTED" } });
    expect(JSON.stringify(answer)).not.toContain(headers.token || "platform-token");
  });

  test("a Tendril without a token yet is nobody", async () => {
    const { target } = await givenJob();
    const answer = await send("POST", "/api/tendrils/ticket", undefined, { worker: target.id });
    expect(answer.status).toBe(401);
  });

  test("a ticket is the worker's own and has no Origin", async () => {
    const answer = await send("POST", "/api/tendrils/ticket", undefined);
    expect(answer.status).toBe(201);
    expect(await takeTicket(answer.body.ticket)).toEqual({
      who: { kind: "worker", id: "platform" },
      origin: null,
      expires_at: at(30).toISOString(),
    });
  });
});

describe("a claim", () => {
  test("gives the job, its work and a token of which only the hash is kept", async () => {
    const { id, target } = await givenJob({ status: "PROCESSING" });
    const { status, body } = await claim(id);
    expect(status).toBe(200);
    expect(body.work).toMatchObject({
      source: { kind: "template", name: "tendril" },
      tags: {},
      identity: null,
      operation: "apply",
      region: "eu-west-1",
      state: { bucket: "states", key: `tendrils/${target.id}/terraform.tfstate`, region: "eu-west-1" },
      steps: [
        { number: 2, name: "Generate Terraform Config" },
        { number: 3, name: "Terraform Init" },
        { number: 4, name: "Terraform Apply" },
      ],
      next_line: 1,
      variables: { tendril_id: target.id, name: target.name, subnet_ids: null, image: "image" },
    });
    const row = await theJob(id);
    expect(row.job_token_hash).toBe(hashToken(body.job_token));
    expect(row.lease_expires_at).toBe(at(90).toISOString());
    expect(JSON.stringify(row)).not.toContain(body.job_token);
  });

  test("answers the same to the same request", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    const requestId = randomUUID();
    const first = await claim(id, requestId);
    expect(await claim(id, requestId)).toEqual(first);
  });

  test("has one winner among many", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim(id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test("of a cancelled job finds nothing to do", async () => {
    const { id } = await givenJob(cancelled);
    expect((await claim(id)).status).toBe(204);
    expect((await theJob(id)).claim).toBeUndefined();
  });

  test.each([
    ["is refused while the job is QUEUED", { status: "QUEUED" }, 409],
    ["is refused once the job has failed", { status: "FAILED" }, 409],
  ] as const)("%s", async (_title, set, status) => {
    const { id } = await givenJob(set);
    expect((await claim(id)).status).toBe(status);
  });

  test("by the platform names its job", async () => {
    const answer = await send("POST", "/api/jobs/claim", { request_id: randomUUID() });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/job_id" }] } });
  });

  test("by a Tendril finds nothing yet", async () => {
    const { who } = await givenTendril();
    expect((await send("POST", "/api/jobs/claim", { request_id: randomUUID() }, who)).status).toBe(204);
    expect((await send("POST", "/api/jobs/claim", { request_id: "1" }, who)).status).toBe(400);
  });
});

describe("a heartbeat", () => {
  test("renews the lease of its job and tells of a cancel", async () => {
    const job = await running();
    world.seconds = 60;
    expect((await job.heartbeat()).body).toEqual({ latest_version: "1.0.0", drain: false, cancel: [] });
    expect((await theJob(job.id)).lease_expires_at).toBe(at(150).toISOString());
    await changeJob(job.id, { set: cancelled });
    expect((await job.heartbeat()).body.cancel).toEqual([job.id]);
  });

  test("does not bring back a lease that ran out", async () => {
    const job = await running();
    world.seconds = 90;
    expect(await job.heartbeat()).toMatchObject({ status: 409, body: { code: "STALE_ATTEMPT" } });
    expect((await job.logs([job.chunk(1, "late\n")])).status).toBe(409);
  });

  test("of another attempt is stale", async () => {
    const job = await running();
    expect((await job.heartbeat(2)).status).toBe(409);
  });

  test("makes a Tendril ONLINE and says so once", async () => {
    const { id, heartbeat } = await givenTendril();
    await addSubscription("watcher", "tendrils", at(0));
    expect((await heartbeat()).status).toBe(200);
    await heartbeat();
    const news = world.pushed.filter((message) => message.type === "tendril" && message.tendril.id === id);
    expect(news).toMatchObject([{ tendril: { status: "ONLINE", version: "1.0.0" } }]);
  });

  test("is kept by instance; one that went away is forgotten", async () => {
    const { id, heartbeat } = await givenTendril();
    await heartbeat({ instance_id: "old", draining: true });
    await heartbeat({ instance_id: "new" });
    expect(Object.keys((await getTendril(id))?.instances ?? {}).sort()).toEqual(["new", "old"]);
    world.seconds = 601;
    await heartbeat({ instance_id: "new" });
    expect(Object.keys((await getTendril(id))?.instances ?? {})).toEqual(["new"]);
  });

  test("tells a Tendril to drain, and the instance of an update that is to end alone", async () => {
    const { id, heartbeat } = await givenTendril();
    await changeTendril(id, { set: { drain_job_id: randomUUID() } });
    expect((await heartbeat()).body.drain).toBe(true);
    await changeTendril(id, { set: { drain_instances: ["old"] } });
    expect((await heartbeat({ instance_id: "old" })).body.drain).toBe(true);
    expect((await heartbeat({ instance_id: "new" })).body.drain).toBe(false);
  });

  test("ends the wait of the job that drains its Tendril, and only once it is free", async () => {
    const { id, heartbeat } = await givenTendril();
    await heartbeat();
    const { id: jobId, target } = await givenJob({ status: "PROCESSING", type: "DESTROY_WORKER" });
    const sealed_token = await world.waits.seal("token", jobId);
    const wait = { step: "Drain Tendril", sealed_token, since: at(10).toISOString() } as const;
    await changeJob(jobId, { set: { target: { ...target, id }, wait } });
    await changeTendril(id, { set: { drain_job_id: jobId } });
    world.seconds = 5;
    await heartbeat();
    expect(world.waits.ended).toEqual([]);
    world.seconds = 11;
    await heartbeat();
    expect(world.waits.ended).toEqual(["token"]);
  });

  test("proves a roll-out when it is the first of the new version", async () => {
    const { id, heartbeat } = await givenTendril();
    await heartbeat({ instance_id: "old" });
    const { id: jobId, target } = await givenJob({ status: "PROCESSING", type: "UPDATE_WORKER" });
    const sealed_token = await world.waits.seal("token", jobId);
    const wait = { step: "Await Rollout", sealed_token, since: at(0).toISOString() } as const;
    const update = { version: "2.0.0", revision: "r:2", previous: "r:1" };
    await changeJob(jobId, { set: { target: { ...target, id }, wait, update } });
    await changeTendril(id, { set: { drain_job_id: jobId, drain_instances: ["old"] } });
    await heartbeat({ instance_id: "old" });
    expect(world.waits.ended).toEqual([]);
    await heartbeat({ instance_id: "new", version: "2.0.0" });
    expect(world.waits.ended).toEqual(["token"]);
  });

  test("of a Tendril that is removed with force interrupts its job", async () => {
    const { id, who, heartbeat } = await givenTendril();
    const job = await givenJob({
      ...{ type: "PLAN", status: "PROCESSING", job_token_hash: "h", lease_expires_at: at(90).toISOString() },
      claim: { worker_id: who.worker, request_id: "r", at: at(0).toISOString() },
    });
    const running = { job: { id: job.id, attempt: 1 } };
    expect((await heartbeat(running)).body.cancel).toEqual([]);
    await changeTendril(id, { set: { drain_job_id: randomUUID(), drain_force: true } });
    expect((await heartbeat(running)).body).toMatchObject({ drain: true, cancel: [job.id] });
  });
});
