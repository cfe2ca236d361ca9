import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Discovery } from "../cloud/identity-cloud.ts";
import type { ResourceKind } from "../contract/resources.ts";
import type { JobRow } from "../domain/job-row.ts";
import { newCloudIdentity } from "../domain/new-cloud-identity.ts";
import { newJob } from "../domain/new-job.ts";
import { createCloudIdentity, getCloudIdentity } from "../store/cloud-identities.ts";
import { readResources } from "../store/cloud-resources.ts";
import { createJob } from "../store/create-job.ts";
import { changeJob } from "../store/jobs.ts";
import { runStep } from "../trellis/run-step.ts";
import { startDynamoDb, type DynamoDb } from "../../test/dynamodb.ts";
import { at, cancelled, theJob } from "../../test/given-job.ts";
import { cacheResources } from "./cache-resources.ts";
import { discoverResources } from "./discover-resources.ts";

const clock = { now: () => at(60) };
const session = {
  provider: "gcp",
  project_id: "p",
  member: "serviceAccount:s",
  access_token: "token",
} as const;
let db: DynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
  process.env["WEBSOCKET_URL"] = "ws://127.0.0.1:1/live";
}, 60_000);
afterAll(() => db.stop());
beforeEach(() => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});

/** A FETCH_RESOURCES job of a new identity, under way. */
async function givenFetch(): Promise<JobRow> {
  const request = { provider: "aws", name: "x" } as const;
  const identity = newCloudIdentity({ id: randomUUID(), request, externalId: "e", now: at(0) });
  await createCloudIdentity(identity, undefined);
  const row = newJob({
    id: randomUUID(),
    request: { type: "FETCH_RESOURCES", cloud_identity_id: identity.id },
    target: { kind: "cloud_identity", id: identity.id, name: "x" },
    createdBy: "olga",
    now: at(0),
  });
  await createJob({ row, once: undefined, answer: "", now: at(0) });
  return (await changeJob(row.id, { set: { status: "PROCESSING" } })) ?? row;
}

type Lists = Partial<Record<ResourceKind, () => Promise<readonly { id: string; name: string }[]>>>;

const discoveryOf = (lists: Lists): Discovery<typeof session> => ({
  kinds: Object.keys(lists) as ResourceKind[],
  async *list(kind) {
    yield (await lists[kind]?.()) ?? [];
  },
  advice: () => "Run: gcloud",
});

function discover(row: JobRow, lists: Lists): Promise<void> {
  const work = discoverResources({
    discovery: discoveryOf(lists),
    sessionOf: async () => session,
    narrow: (given) => (given.provider === "gcp" ? session : undefined),
    newDeadline: () => AbortSignal.timeout(20_000),
  });
  return runStep(row.id, "Discover Resources", work, clock);
}

const item = (id: string) => ({ id, name: id });
const denied = async () => {
  throw Object.assign(new Error("no"), { code: 403 });
};

describe("Discover Resources", () => {
  test("puts what was found aside; Cache Resources shows it, and drops what was found before", async () => {
    const first = await givenFetch();
    const { id } = first.target;
    await discover(first, { networks: async () => [item("old")] });
    expect(await getCloudIdentity(id)).not.toHaveProperty("resources_job_id");
    await runStep(first.id, "Cache Resources", cacheResources(clock), clock);
    expect(await getCloudIdentity(id)).toMatchObject({
      resources_job_id: first.id,
      resources_fetched_at: at(60).toISOString(),
    });
    const second = { ...first, id: randomUUID() };
    await createJobAgain(second);
    await discover(second, { networks: async () => [item("new")], subnets: denied });
    expect((await readResources(id, first.id)).networks?.items).toEqual([item("old")]);
    await runStep(second.id, "Cache Resources", cacheResources(clock), clock);
    expect(await readResources(id, first.id)).toEqual({});
    expect(await readResources(id, second.id)).toEqual({
      networks: { items: [item("new")], truncated: false, error: null },
      subnets: {
        items: [],
        truncated: false,
        error: expect.stringMatching(/^Listing subnets failed: no\.\sRun: gcloud$/),
      },
    });
  });

  test("fails when no list could be read, and leaves what was known", async () => {
    const row = await givenFetch();
    await expect(discover(row, { networks: denied, subnets: denied })).rejects.toMatchObject({
      code: "RESOURCES_NOT_LISTED",
      message: expect.stringContaining("Run: gcloud"),
    });
    expect(await readResources(row.target.id, row.id)).toEqual({});
  });

  test("keeps nothing of a job that was cancelled meanwhile", async () => {
    const row = await givenFetch();
    const cancel = async () => {
      await changeJob(row.id, { set: cancelled });
      return [item("late")];
    };
    await expect(discover(row, { networks: cancel })).rejects.toMatchObject({ code: "JOB_CANCELLED" });
    expect(await readResources(row.target.id, row.id)).toEqual({});
    expect((await theJob(row.id)).status).toBe("CANCELLED");
  });
});

/** A second job of the same identity; its lock is not what is tested. */
async function createJobAgain(row: JobRow): Promise<void> {
  const target = { ...row.target, id: randomUUID() };
  await createJob({ row: { ...row, target }, once: undefined, answer: "", now: at(0) });
  await changeJob(row.id, { set: { target: row.target, steps: {} } });
}
