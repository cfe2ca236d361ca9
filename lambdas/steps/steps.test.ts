import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { ServiceState, TendrilServices } from "../cloud/tendril-service.ts";
import type { JobRow } from "../domain/job-row.ts";
import { hashToken } from "../domain/tokens.ts";
import { putChunks } from "../store/job-logs.ts";
import { changeJob } from "../store/jobs.ts";
import { getTendril } from "../store/tendrils.ts";
import { runStep } from "../trellis/run-step.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { at, cancelled, givenJob, logOf, theJob } from "../../test/given-job.ts";
import { begin, startProcessing } from "./begin.ts";
import { registerTendril } from "./register-tendril.ts";
import { reportFailure } from "./report-failure.ts";
import { reportResults } from "./report-results.ts";
import { settleRun } from "./settle-run.ts";
import { startTendril } from "./start-tendril.ts";
import { waitForCapacity } from "./wait-for-capacity.ts";

let db: DynamoDb;
let seconds = 0;
const clock = { now: () => at(seconds) };
const exited = { Error: "none", Cause: "" };
const killed = { Error: "States.TaskFailed", Cause: JSON.stringify({ Containers: [{ ExitCode: 137 }] }) };
const region = "eu-west-1";
const claim = { worker_id: "platform", request_id: "r", at: at(0).toISOString() };
const outputs = { cluster_name: "vintner-t", service_name: "vintner-t", secret_arn: "arn:secret" };
const running = { status: "PROCESSING", claim, job_token_hash: "h", lease_expires_at: at(90).toISOString() } as const;

beforeAll(async () => {
  db = await startDynamoDb();
  process.env["TENDRIL_VERSION"] = "1.0.0";
  process.env["WEBSOCKET_URL"] = "ws://127.0.0.1:1/live";
}, 60_000);
afterAll(() => db.stop());
beforeEach(() => {
  seconds = 0;
});

/** The runner's own words in a step. */
async function runnerWrote(row: JobRow, step: string, text: string): Promise<void> {
  const key = `${step}.00000001`;
  await putChunks(row.id, { attempt: row.attempt }, [
    { key, stream: "STDOUT", text, at: at(0).toISOString(), line: 1 },
  ]);
}

describe("Begin", () => {
  test("takes the job to PROCESSING and says what it is", async () => {
    const row = await givenJob();
    await begin(row.id, clock);
    expect(await theJob(row.id)).toMatchObject({
      status: "PROCESSING",
      started_at: at(0).toISOString(),
      steps: { "01.00": { name: "Begin", ok: true } },
    });
    expect(await logOf(row.id)).toEqual([`01.00 Deploy worker ${row.target.name} in ${region}, asked for by olga|`]);
  });

  test("done again says nothing twice", async () => {
    const { id } = await givenJob();
    await begin(id, clock);
    await begin(id, clock);
    expect(await logOf(id)).toHaveLength(1);
  });

  test("of a cancelled job throws JOB_CANCELLED and never starts it", async () => {
    const { id } = await givenJob(cancelled);
    await expect(begin(id, clock)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect((await theJob(id)).status).toBe("CANCELLED");
  });

  test("of a job that is cancelled in the same moment leaves it as it is", async () => {
    const row = await givenJob();
    const start = async (...read: Parameters<typeof startProcessing>) => {
      await changeJob(row.id, { set: cancelled });
      return startProcessing(...read);
    };
    await expect(runStep(row, "Begin", async () => {}, clock, start)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect(await theJob(row.id)).toMatchObject({ status: "CANCELLED", steps: {} });
  });

  test("of an ended job is refused", async () => {
    const { id } = await givenJob({ status: "FAILED" });
    await expect(begin(id, clock)).rejects.toMatchObject({ name: "JOB_TERMINAL" });
  });
});

describe("Wait For Capacity", () => {
  const all = ["subnet-a", "subnet-b"];
  const first = { all, subnets: all, seconds: 0, waited: 0 };
  const full = { Error: "AmazonECS.Unknown", Cause: JSON.stringify({ Failures: [{ Reason: "no capacity" }] }) };

  test("shows what the job waits for, until a runner has claimed it", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    const next = await waitForCapacity(id, full, first);
    expect(next).toEqual({ all, subnets: ["subnet-a"], seconds: 5, waited: 5 });
    expect(await waitForCapacity(id, full, next)).toMatchObject({ subnets: ["subnet-b"], seconds: 10 });
    expect((await theJob(id)).waiting).toEqual({
      code: "WAITING_FOR_CAPACITY",
      detail: expect.stringMatching(/^waiting for capacity: .*no capacity.* 10 s, in another subnet$/),
    });
  });

  test("of a cancelled job ends it", async () => {
    const { id } = await givenJob(cancelled);
    await expect(waitForCapacity(id, full, first)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
  });
});

describe("Settle Run", () => {
  test("goes on after a success and takes the job's token away", async () => {
    const { id } = await givenJob({ ...running, outcome: { outcome: "SUCCESS", at: at(1).toISOString() } });
    expect(await settleRun(id, exited, clock)).toEqual({ next: "go-on" });
    expect((await theJob(id)).job_token_hash).toBeUndefined();
  });

  test("requeues a runner lost before changes, marks the cut, and says why again", async () => {
    const row = await givenJob({ ...running });
    await runnerWrote(row, "01.03", "Initializing\n");
    expect(await settleRun(row.id, killed, clock)).toEqual({ next: "requeue" });
    const requeued = await theJob(row.id);
    expect(requeued).toMatchObject({ status: "QUEUED", attempt: 2, waiting: { code: "RUNNER_LOST" } });
    expect(requeued.claim ?? requeued.lease_expires_at ?? requeued.job_token_hash).toBeUndefined();
    expect(await settleRun(row.id, killed, clock)).toEqual({ next: "requeue" });
    expect((await theJob(row.id)).attempt).toBe(2);
    await begin(row.id, clock);
    const log = await logOf(row.id);
    expect(log.slice(0, 3)).toEqual([
      "01.03 Initializing",
      "01.03 --- cut: The runner was lost before anything was changed (exit code 137). The job is requeued ---|",
      expect.stringMatching(/^02.00 Attempt 2 of 3\. The runner was lost/),
    ]);
  });

  test("leaves a runner lost amid changes to an admin, again and again", async () => {
    const { id } = await givenJob({ ...running, changes_started: true });
    for (let time = 0; time < 2; time += 1) {
      await expect(settleRun(id, killed, clock)).rejects.toMatchObject({ name: "TENDRIL_LOST" });
    }
    expect(await theJob(id)).toMatchObject({ recovery_needed: true, status: "PROCESSING", open: "open" });
  });

  test("records that a cancelled runner is gone", async () => {
    const { id } = await givenJob({ ...running, ...cancelled });
    seconds = 5;
    await expect(settleRun(id, exited, clock)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect((await theJob(id)).stop?.stopped_at).toBe(at(5).toISOString());
  });

  test("shows a cancelled job that was lost amid changes as lost, though CANCELLED", async () => {
    const { id } = await givenJob({ ...running, ...cancelled, changes_started: true });
    await expect(settleRun(id, killed, clock)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect(await theJob(id)).toMatchObject({ status: "CANCELLED", error_code: "TENDRIL_LOST", recovery_needed: true });
  });

  test("tells ECS's reason when the runner never claimed", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    const cause = JSON.stringify({ StoppedReason: "CannotPullContainerError: not found" });
    await expect(settleRun(id, { Error: "States.TaskFailed", Cause: cause }, clock)).rejects.toMatchObject({
      name: "RUNNER_START_FAILED",
      message: "CannotPullContainerError: not found",
    });
  });
});

function deployed(set: Partial<JobRow> = {}): Promise<JobRow> {
  return givenJob({ status: "PROCESSING", execution_metadata: { seconds: {}, outputs }, ...set });
}

/** Another job on the same Tendril, as a re-run makes it. */
async function again(row: JobRow): Promise<JobRow | undefined> {
  return changeJob((await deployed()).id, { set: { target: row.target } });
}

describe("Register Tendril", () => {
  let kept: Map<string, string>;
  let made = 0;
  beforeEach(() => {
    kept = new Map();
    made = 0;
  });
  const register = (id: string) =>
    runStep(
      id,
      "Register Tendril",
      registerTendril({
        secrets: {
          read: async (secret, inRegion) => kept.get(`${inRegion}/${secret}`),
          write: async (secret, value, inRegion) => void kept.set(`${inRegion}/${secret}`, value),
        },
        newToken: () => `token-${(made += 1)}`,
        now: clock.now,
      }),
      clock,
    );

  test("puts the token into the secret, keeps a hash and shows the Tendril", async () => {
    const { id, target } = await deployed();
    expect((await getTendril(target.id))?.registered_at).toBeUndefined();
    await register(id);
    expect(kept).toEqual(new Map([[`${region}/arn:secret`, "token-1"]]));
    expect(await getTendril(target.id)).toMatchObject({
      token_hash: hashToken("token-1"),
      registered_at: at(0).toISOString(),
    });
    const log = await logOf(id);
    expect(log).toContain(`01.05 Registered Tendril ${target.name}|`);
    expect(`${log.join()}${JSON.stringify(await theJob(id))}`).not.toContain("token-1");
  });

  test("keeps a token that still fits", async () => {
    const row = await deployed();
    await register(row.id);
    seconds = 60;
    const rerun = await again(row);
    await register(rerun?.id ?? "");
    expect(kept.get(`${region}/arn:secret`)).toBe("token-1");
    expect(await getTendril(row.target.id)).toMatchObject({ registered_at: at(0).toISOString() });
  });

  test("makes a new token when the secret lost it", async () => {
    const row = await deployed();
    await register(row.id);
    kept.clear();
    const rerun = await again(row);
    await register(rerun?.id ?? "");
    const token = kept.get(`${region}/arn:secret`) ?? "";
    expect((await getTendril(row.target.id))?.token_hash).toBe(hashToken(token));
  });

  test("leaves the Tendril hidden when Terraform's outputs lack something", async () => {
    const { id, target } = await deployed({ execution_metadata: { seconds: {}, outputs: { cluster_name: "c" } } });
    await expect(register(id)).rejects.toMatchObject({ name: "REGISTRATION_FAILED" });
    expect((await getTendril(target.id))?.registered_at).toBeUndefined();
  });

  test("is not done for a job that was cancelled", async () => {
    const { id, target } = await deployed(cancelled);
    await expect(register(id)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect((await getTendril(target.id))?.registered_at).toBeUndefined();
  });
});

const start = async (state: ServiceState | undefined) => {
  const { id } = await givenJob({ status: "PROCESSING", execution_metadata: { seconds: {}, outputs } });
  const counts: number[] = [];
  const services: TendrilServices = {
    describe: async () => state,
    setDesiredCount: async (_service, count) => void counts.push(count),
  };
  return { counts, done: runStep(id, "Start Tendril", startTendril(services), clock) };
};

describe("Start Tendril", () => {
  test.each([
    ["sets the count from 0 to 1", 0, [1]],
    ["leaves a running service alone", 1, []],
  ])("%s", async (_title, desiredCount, expected) => {
    const { counts, done } = await start({ status: "ACTIVE", desiredCount, runningCount: 0 });
    await done;
    expect(counts).toEqual(expected);
  });

  test.each([
    ["that is gone", undefined],
    ["that is being removed", { status: "DRAINING", desiredCount: 0, runningCount: 0 }],
  ])("fails for a service %s", async (_title, state) => {
    const { done } = await start(state);
    await expect(done).rejects.toMatchObject({ name: "TENDRIL_START_FAILED" });
  });
});

describe("Report Results", () => {
  test("ends the job with SUCCESS, once", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    await reportResults(id, clock);
    seconds = 9;
    await reportResults(id, clock);
    expect(await theJob(id)).toMatchObject({ status: "SUCCESS", completed_at: at(0).toISOString(), open: "open" });
  });

  test("comes too late after a cancel", async () => {
    const { id } = await givenJob({ ...cancelled });
    await expect(reportResults(id, clock)).rejects.toMatchObject({ name: "JOB_CANCELLED" });
    expect((await theJob(id)).status).toBe("CANCELLED");
  });
});

describe("Report Failure", () => {
  const lambdaError = {
    Error: "TERRAFORM_APPLY_FAILED",
    Cause: JSON.stringify({ errorType: "TERRAFORM_APPLY_FAILED", errorMessage: "role exists", trace: ["at x"] }),
  };

  test("records the error and raises it again", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    const failure = { error: "TERRAFORM_APPLY_FAILED", cause: "role exists" };
    expect(await reportFailure(id, lambdaError, clock)).toEqual(failure);
    expect(await theJob(id)).toMatchObject({
      status: "FAILED",
      error_code: "TERRAFORM_APPLY_FAILED",
      error_message: "role exists",
      steps: { "01.99": { name: "Report Failure" } },
    });
    expect(await logOf(id)).toEqual(["01.99 TERRAFORM_APPLY_FAILED: role exists|"]);
  });

  const terminal: readonly [title: string, set: Partial<JobRow>, error: string][] = [
    ["a cancelled job CANCELLED", cancelled, "JOB_CANCELLED"],
    [
      "the closer's error",
      { status: "FAILED", error_code: "EXECUTION_ABORTED", error_message: "a" },
      "EXECUTION_ABORTED",
    ],
  ];
  test.each(terminal)("keeps %s", async (_title, set, error) => {
    const { id } = await givenJob(set);
    expect((await reportFailure(id, lambdaError, clock)).error).toBe(error);
    expect((await theJob(id)).status).toBe(set.status);
  });

  test("knows that a job which nobody claimed has nothing left to stop", async () => {
    const { id } = await givenJob(cancelled);
    await reportFailure(id, { Error: "JOB_CANCELLED", Cause: "" }, clock);
    expect((await theJob(id)).stop?.stopped_at).toBe(at(0).toISOString());
  });

  test.each([
    ["Lambda.Unknown", "EXECUTION_FAILED"],
    ["States.Timeout", "EXECUTION_TIMED_OUT"],
  ])("takes %s for %s", async (error, code) => {
    const { id } = await givenJob({ status: "PROCESSING" });
    expect((await reportFailure(id, { Error: error, Cause: "" }, clock)).error).toBe(code);
  });
});
