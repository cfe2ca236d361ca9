import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { VintnerError, type ErrorCode } from "../../contract/errors.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { newCloudIdentity } from "../../domain/new-cloud-identity.ts";
import { newJob } from "../../domain/new-job.ts";
import { changeCloudIdentity, createCloudIdentity, getCloudIdentity } from "../../store/cloud-identities.ts";
import { createJob } from "../../store/create-job.ts";
import { changeJob } from "../../store/jobs.ts";
import { runStep } from "../../trellis/run-step.ts";
import { beginStep, endStep } from "../../trellis/steps.ts";
import { startDynamoDb, type DynamoDb } from "../../../test/dynamodb.ts";
import { at, givenJob, theJob } from "../../../test/given-job.ts";
import type { IdentityClouds } from "./identity-clouds.ts";
import { identitySession } from "./identity-session.ts";
import { assumeIdentity, verifyStep, type IdentitySteps } from "./identity-steps.ts";

const clock = { now: () => at(60) };
const session = {
  provider: "aws",
  account: "123456789012",
  credentials: { access_key_id: "a", secret_access_key: "s", session_token: "t", expires_at: at(3600).toISOString() },
} as const;
let refusal: ErrorCode | undefined;
let db: DynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
  process.env["WEBSOCKET_URL"] = "ws://127.0.0.1:1/live";
}, 60_000);
afterAll(() => db.stop());
beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  refusal = undefined;
});

const none = {
  assume: () => Promise.reject(new Error("another cloud")),
  verify: () => Promise.reject(new Error("another cloud")),
};
const clouds: IdentityClouds = {
  aws: {
    async assume(_identity, { say }) {
      await say("Assuming");
      if (refusal !== undefined) throw new VintnerError(refusal, "because");
      return session;
    },
    verify: async () => ({ account: "123456789012" }),
  },
  gcp: none,
  azure: none,
};
const steps: IdentitySteps = { clouds, now: clock.now, newDeadline: () => AbortSignal.timeout(10_000) };

async function givenTest(): Promise<JobRow> {
  const request = { provider: "aws", name: "x" } as const;
  const identity = newCloudIdentity({ id: randomUUID(), request, externalId: "e", now: at(0) });
  await createCloudIdentity(identity, undefined);
  const row = newJob({
    id: randomUUID(),
    request: { type: "CONNECTION_TEST", cloud_identity_id: identity.id },
    target: { kind: "cloud_identity", id: identity.id, name: "x" },
    createdBy: "olga",
    now: at(0),
  });
  await createJob({ row, once: undefined, answer: "", now: at(0) });
  return (await changeJob(row.id, { set: { status: "PROCESSING" } })) ?? row;
}

describe("Verify Identity", () => {
  test("records whose the identity is in the job, and that it is verified", async () => {
    const row = await givenTest();
    await runStep(row.id, "Verify Identity", verifyStep(steps), clock);
    expect((await theJob(row.id)).execution_metadata).toMatchObject({ identity: { account: "123456789012" } });
    expect(await getCloudIdentity(row.target.id)).toMatchObject({
      is_verified: true,
      verified_at: at(60).toISOString(),
    });
  });
});

describe("Assume Identity", () => {
  test.each<[ErrorCode, boolean]>([
    ["EXTERNAL_ID_NOT_REQUIRED", false],
    ["ROLE_NOT_ASSUMABLE", false],
    ["CLOUD_UNAVAILABLE", true],
  ])("that fails with %s leaves the identity verified: %s", async (code, is_verified) => {
    const row = await givenTest();
    await changeCloudIdentity(row.target.id, { set: { is_verified: true } });
    refusal = code;
    await expect(runStep(row.id, "Assume Identity", assumeIdentity(steps), clock)).rejects.toMatchObject({ code });
    expect(await getCloudIdentity(row.target.id)).toMatchObject({ is_verified });
  });
});

describe("a session of the identity", () => {
  test("is given while its job discovers, and at no other time", async () => {
    const row = await givenTest();
    const refused = { code: "FORBIDDEN" };
    await expect(identitySession(row.id, steps)).rejects.toMatchObject(refused);
    const begun = await beginStep(row, "Discover Resources", clock);
    expect(await identitySession(row.id, steps)).toEqual(session);
    if (begun !== undefined) await endStep(begun, "Discover Resources", true, clock);
    await expect(identitySession(row.id, steps)).rejects.toMatchObject(refused);
  });

  test("is never given for a job of another type", async () => {
    const { id } = await givenJob({ status: "PROCESSING" });
    await expect(identitySession(id, steps)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("is not given for a job that has ended", async () => {
    const row = await givenTest();
    await changeJob(row.id, { set: { status: "FAILED" } });
    await expect(identitySession(row.id, steps)).rejects.toMatchObject({ code: "JOB_TERMINAL" });
  });
});
