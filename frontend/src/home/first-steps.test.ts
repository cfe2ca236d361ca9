import { expect, test } from "@jest/globals";
import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { testJob } from "../job/test-job.ts";
import { firstSteps, isAllDone } from "./first-steps.ts";

const identity = (is_verified: boolean) => ({ is_verified }) as CloudIdentity;
const tendril = (status: Tendril["status"]) => ({ status }) as Tendril;
const deploy = testJob({ type: "DEPLOY_WORKER", status: "PROCESSING" });
const connection = testJob({ type: "CONNECTION_TEST", status: "FAILED", closed_at: "2026-11-21T12:01:00Z" });

test("an installation with nothing in it has all to do", () => {
  expect(firstSteps([], [], [])).toEqual({ connect: { kind: "todo" }, deploy: { kind: "todo" } });
});

test("a step whose job is open, or has failed, leads to it", () => {
  expect(firstSteps([identity(false)], [], [deploy, connection])).toEqual({
    connect: { kind: "failed", job: connection },
    deploy: { kind: "running", job: deploy },
  });
});

test("a step is done by what is there, whatever its jobs say", () => {
  const steps = firstSteps([identity(true)], [tendril("ONLINE")], [connection]);
  expect(steps).toEqual({ connect: { kind: "done" }, deploy: { kind: "done" } });
  expect(isAllDone(steps)).toBe(true);
});

test("a Tendril that is not up does not count", () => {
  expect(firstSteps([], [tendril("OFFLINE")], []).deploy.kind).toBe("todo");
});

test("a deployment that is being closed is still at work", () => {
  const ended = testJob({ type: "DEPLOY_WORKER", status: "SUCCESS" });
  expect(firstSteps([], [], [ended]).deploy.kind).toBe("running");
  expect(firstSteps([], [], [{ ...ended, closed_at: "2026-11-21T12:01:00Z" }]).deploy.kind).toBe("todo");
});
