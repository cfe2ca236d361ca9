import { expect, test } from "@jest/globals";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { testJob } from "../job/test-job.ts";
import { testVine } from "../vines/test-vine.ts";
import { cardKind, firstSteps, isAllDone } from "./first-steps.ts";

const identity = (is_verified: boolean) => ({ is_verified }) as CloudIdentity;
const tendril = (status: Tendril["status"]) => ({ status }) as Tendril;
const deploy = testJob({ type: "DEPLOY_WORKER", status: "PROCESSING" });
const plan = testJob({ type: "PLAN" });
const connection = testJob({ type: "CONNECTION_TEST", status: "FAILED", closed_at: "2026-11-21T12:01:00Z" });
const nothing = { identities: [], tendrils: [], vines: [], jobs: [] };

test("an installation with nothing in it has all to do", () => {
  const todo = { kind: "todo" };
  expect(firstSteps(nothing)).toEqual({ connect: todo, deploy: todo, plant: todo, plan: todo });
});

test("a step whose job is open, or has failed, leads to it", () => {
  const jobs = [plan, deploy, connection];
  expect(firstSteps({ ...nothing, identities: [identity(false)], vines: [testVine()], jobs })).toEqual({
    connect: { kind: "failed", job: connection },
    deploy: { kind: "running", job: deploy },
    plant: { kind: "done" },
    plan: { kind: "running", job: plan },
  });
});

test("a step is done by what is there, whatever its jobs say", () => {
  const steps = firstSteps({
    identities: [identity(true)],
    tendrils: [tendril("ONLINE")],
    vines: [testVine(), testVine({ status: "PLANNED" })],
    jobs: [plan, connection],
  });
  expect(Object.values(steps).map(({ kind }) => kind)).toEqual(["done", "done", "done", "done"]);
  expect(isAllDone(steps)).toBe(true);
  expect(isAllDone({ ...steps, plan: { kind: "todo" } })).toBe(false);
});

test("a Tendril that is not up does not count", () => {
  expect(firstSteps({ ...nothing, tendrils: [tendril("OFFLINE")] }).deploy.kind).toBe("todo");
});

test("a deployment that is being closed is still at work", () => {
  const ended = testJob({ type: "DEPLOY_WORKER", status: "SUCCESS" });
  const closed = { ...ended, closed_at: "2026-11-21T12:01:00Z" };
  expect(firstSteps({ ...nothing, jobs: [ended] }).deploy.kind).toBe("running");
  expect(firstSteps({ ...nothing, jobs: [closed] }).deploy.kind).toBe("todo");
});

test.each([
  ["is open while something is to do", null, false, "open"],
  ["is open on the next visit too", "begun", false, "open"],
  ["says that all is done to who began", "begun", true, "done"],
  ["still says so after something was destroyed", "done", false, "done"],
  ["is not there once it was put away", "dismissed", false, "hidden"],
  ["is not there where all was done before", null, true, "hidden"],
] as const)("the card %s", (_what, remembered, allDone, kind) => {
  expect(cardKind(remembered, allDone)).toBe(kind);
});
