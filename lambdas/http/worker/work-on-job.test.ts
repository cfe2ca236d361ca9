import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { limits } from "../../contract/limits.ts";
import { documentClient } from "../../store/client.ts";
import { allChunks, putChunks } from "../../store/job-logs.ts";
import { changeJob } from "../../store/jobs.ts";
import { addLogWatcher } from "../../store/log-watchers.ts";
import { at, cancelled, givenJob, theJob } from "../../../test/given-job.ts";
import { givenTendril, resetWorld, running, send, settings, startWorld, world } from "../../../test/worker-world.ts";

let started: { stop(): Promise<void> };
beforeAll(async () => {
  started = await startWorld();
}, 60_000);
afterAll(() => started.stop());
beforeEach(resetWorld);

describe("progress", () => {
  test("records steps, and from which one on Terraform may have changed something", async () => {
    const job = await running();
    await job.progress({ step: { number: 3, event: "started" } });
    expect((await theJob(job.id)).changes_started).toBe(false);
    world.seconds = 4;
    await job.progress({ step: { number: 3, event: "ended", ok: true } });
    await job.progress({ step: { number: 4, event: "started" }, progress: { done: 0, total: 9, current: null } });
    expect(await theJob(job.id)).toMatchObject({
      changes_started: true,
      progress: { done: 0, total: 9 },
      execution_metadata: { seconds: { "Terraform Init": 4 } },
      steps: {
        "01.03": { name: "Terraform Init", ended_at: at(4).toISOString(), ok: true },
        "01.04": { name: "Terraform Apply", started_at: at(4).toISOString(), ended_at: null },
      },
    });
  });

  test("takes an outcome once: the same again is harmless, another is refused", async () => {
    const job = await running();
    const done = {
      outcome: "SUCCESS",
      execution_metadata: { outputs: { secret_arn: "a" }, cluster: { name: "c", arn: "b" } },
    } as const;
    expect((await job.progress(done)).status).toBe(200);
    expect((await job.progress(done)).status).toBe(200);
    expect(await job.progress({ outcome: "FAILED" })).toMatchObject({ status: 409, body: { code: "STALE_ATTEMPT" } });
    expect(await theJob(job.id)).toMatchObject({
      status: "PROCESSING",
      outcome: { outcome: "SUCCESS" },
      execution_metadata: { outputs: { secret_arn: "a" }, cluster: { name: "c" }, seconds: {} },
    });
  });

  test("of a cancelled job tells when it was interrupted and when it was gone", async () => {
    const job = await running();
    await changeJob(job.id, { set: cancelled });
    expect((await job.progress({ interrupted_at: at(1).toISOString() })).body).toEqual({ cancel: true });
    world.seconds = 3;
    await job.progress({ outcome: "CANCELLED" });
    expect(await theJob(job.id)).toMatchObject({
      status: "CANCELLED",
      stop: { interrupted_at: at(1).toISOString(), stopped_at: at(3).toISOString() },
    });
  });

  test("is refused for a step of the platform's", async () => {
    const job = await running();
    const answer = await job.progress({ step: { number: 5, event: "started" } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/step/number" }] } });
  });

  test.each([
    ["an old attempt", { attempt: 2 }, 409, "STALE_ATTEMPT"],
    ["a job whose token was taken away", {}, 409, "STALE_ATTEMPT"],
  ] as const)("is refused for %s", async (_title, report, status, code) => {
    const job = await running();
    if (!("attempt" in report)) await changeJob(job.id, { remove: ["job_token_hash"] });
    expect(await job.progress(report)).toMatchObject({ status, body: { code } });
  });

  test("is refused without the job's token, with a foreign one, and for another's job", async () => {
    const [job, other] = [await running(), await running()];
    const { who } = await givenTendril();
    expect((await job.progress({}, {})).status).toBe(401);
    expect((await job.progress({}, { jobToken: other.jobToken })).status).toBe(401);
    expect((await job.progress({}, { ...who, jobToken: job.jobToken })).status).toBe(403);
  });

  test("is refused once the job is closed", async () => {
    const job = await running();
    await changeJob(job.id, { remove: ["open"] });
    expect(await job.progress({})).toMatchObject({ status: 409, body: { code: "JOB_CLOSED" } });
  });
});

describe("the log", () => {
  test("is stored and then pushed to those who watch", async () => {
    const job = await running();
    expect(await job.logs([job.chunk(1, "one\n")])).toEqual({ status: 202, body: { cancel: false, watched: false } });
    for (const name of ["watcher", "gone"]) await addLogWatcher(job.id, `${name}-${job.id}`);
    const answer = await job.logs([job.chunk(2, "two\n"), job.chunk(3, "", { last: true })]);
    expect(answer.body).toEqual({ cancel: false, watched: true });
    expect(world.pushed).toMatchObject([{ type: "log", job_id: job.id, chunks: [{ text: "two\n" }, { last: true }] }]);
    const stored = await Array.fromAsync(allChunks(job.id));
    expect(stored.map(({ text }) => text)).toEqual(["one\n", "two\n", ""]);
    expect(await theJob(job.id)).toMatchObject({
      log_lines: 2,
      log_last_key: "01.03.00000003",
      log_watchers: new Set([`watcher-${job.id}`]),
    });
  });

  test("takes a repeat and refuses another text under the same key", async () => {
    const job = await running();
    const first = job.chunk(1, "one\n");
    await job.logs([first]);
    expect((await job.logs([first])).status).toBe(202);
    const answer = await job.logs([job.chunk(1, "other\n")]);
    expect(answer).toMatchObject({ status: 409, body: { code: "LOG_CONFLICT", key: "01.03.00000001" } });
  });

  const bad: readonly [title: string, chunk: object][] = [
    ["a key of another form", { key: "1.3.1" }],
    ["a key of another attempt", { key: "02.03.00000001" }],
    ["a key of a step of the platform's", { key: "01.01.00000001" }],
    ["25 KB", { text: `${"x".repeat(25 * 1024)}\n` }],
    ["nothing in it", { text: "" }],
    ["half a line", { text: "half" }],
    ["invalid Unicode", { text: "\ud800\n" }],
    ["an unknown stream", { stream: "OTHER" }],
  ];
  test.each(bad)("refuses a chunk with %s and stays untouched", async (_title, wrong) => {
    const job = await running();
    expect((await job.logs([job.chunk(1, "one\n", wrong)])).status).toBe(400);
    expect(await Array.fromAsync(allChunks(job.id))).toEqual([]);
  });

  test("tells the runner of a cancel", async () => {
    const job = await running();
    await changeJob(job.id, { set: cancelled });
    expect((await job.logs([job.chunk(1, "one\n")])).body.cancel).toBe(true);
  });

  test.each([
    ["closed", { remove: ["open"] }, "JOB_CLOSED"],
    ["taken from its runner", { remove: ["job_token_hash"] }, "STALE_ATTEMPT"],
    ["begun anew", { set: { attempt: 2 } }, "STALE_ATTEMPT"],
  ] as const)("of a job that was %s since the last request is refused", async (_title, change, code) => {
    const job = await running();
    await job.logs([job.chunk(1, "one\n")]);
    await changeJob(job.id, change);
    expect(await job.logs([job.chunk(2, "two\n")])).toMatchObject({ status: 409, body: { code } });
    expect(await Array.fromAsync(allChunks(job.id))).toHaveLength(1);
  });

  test("tells the runner of a cancel since the last request", async () => {
    const job = await running();
    await job.logs([job.chunk(1, "one\n")]);
    await changeJob(job.id, { set: cancelled });
    expect((await job.logs([job.chunk(2, "two\n")])).body.cancel).toBe(true);
  });

  test.each([
    { what: "at the pace of a log that nobody watches", seconds: 2, reads: 0 },
    { what: "after quiet, in which somebody may have come to watch", seconds: 3, reads: 1 },
  ])("$what reads its head $reads times before it is written", async ({ seconds, reads }) => {
    const job = await running();
    await job.logs([job.chunk(1, "one\n")]);
    world.seconds = seconds;
    const sent = jest.spyOn(documentClient, "send");
    await job.logs([job.chunk(2, "two\n")]);
    const gets = sent.mock.calls.filter(([command]) => command instanceof GetCommand);
    sent.mockRestore();
    expect(gets.map(([{ input }]) => input)).toMatchObject(
      Array.from({ length: reads }, () => ({ Key: { job_id: job.id } })),
    );
  });

  test("goes on with a lease that was made longer since, and not behind its end", async () => {
    const job = await running();
    await job.logs([job.chunk(1, "one\n")]);
    world.seconds = limits.leaseSeconds;
    await changeJob(job.id, { set: { lease_expires_at: at(limits.leaseSeconds + 1).toISOString() } });
    expect((await job.logs([job.chunk(2, "two\n")])).status).toBe(202);
    world.seconds = limits.leaseSeconds + 1;
    expect((await job.logs([job.chunk(3, "three\n")])).body).toMatchObject({ code: "STALE_ATTEMPT" });
  });

  test("goes on behind what came by another way since the last request", async () => {
    const job = await running();
    await job.logs([job.chunk(1, "one\n")]);
    const theirs = [job.chunk(2, "two\nthree\n"), job.chunk(4, "five\n", { line: 5 })];
    await putChunks(job.id, { attempt: 1 }, theirs);
    expect((await job.logs([job.chunk(3, "four\n", { line: 4 })])).status).toBe(202);
    expect(await theJob(job.id)).toMatchObject({ log_last_key: "01.03.00000004", log_lines: 5 });
    expect((await job.logs([job.chunk(5, "six\n", { line: 6 })])).status).toBe(202);
    expect(await theJob(job.id)).toMatchObject({ log_last_key: "01.03.00000005", log_lines: 6 });
  });

  test("declares keys that were given up", async () => {
    const job = await running();
    expect((await job.logs([], { missing: ["01.03.00000002"] })).status).toBe(202);
    expect([...((await theJob(job.id)).log_missing ?? [])]).toEqual(["01.03.00000002"]);
  });
});

describe("credentials", () => {
  test("are for the provisioner role, and apart from them for this job's state alone", async () => {
    const job = await running();
    const { target } = await theJob(job.id);
    const { status, body } = await job.credentials();
    expect(status).toBe(200);
    expect(body.target.access_key_id).toBe("key-vintner-provisioner");
    expect(body.state.access_key_id).toBe("key-vintner-state");
    const [provisioner, state] = world.assumed;
    expect(provisioner).toEqual({ roleArn: settings.provisionerRole, jobId: job.id });
    const key = `arn:aws:s3:::states/tendrils/${target.id}/terraform.tfstate`;
    expect(state).toMatchObject({ sessionPolicy: { Statement: [{ Resource: [key, `${key}.tflock`] }, {}] } });
  });

  test("are refused without a claim, without the job's token and after the outcome", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    expect((await send("POST", `/api/jobs/${id}/credentials`, { attempt: 1 })).status).toBe(409);
    const job = await running();
    expect((await job.credentials({})).status).toBe(401);
    await job.progress({ outcome: "SUCCESS" });
    expect((await job.credentials()).status).toBe(409);
    expect(world.assumed).toEqual([]);
  });
});

test("an artifact has a presigned URL; a worker job keeps no plan", async () => {
  const job = await running();
  const path = `/api/jobs/${job.id}/artifacts`;
  const { jobToken } = job;
  expect((await send("PUT", `${path}/errored_state`, undefined, { jobToken })).body.url).toBe(
    `https://bucket.test/jobs/${job.id}/errored_state?write`,
  );
  expect((await send("GET", `${path}/plan`, undefined, { jobToken })).status).toBe(404);
  expect((await send("GET", `${path}/errored_state`, undefined)).status).toBe(401);
});
