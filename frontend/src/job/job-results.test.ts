import { expect, test } from "@jest/globals";
import { foundCounts, identityFacts, jobLabel, successTitle } from "./job-results.ts";
import { testJob } from "./test-job.ts";

test("counts come in the order of the kinds, and what is no count is left out", () => {
  const resources = { subnets: 1200, vpcs: 3, hosted_zones: "many", unknown: 4 };
  expect(foundCounts({ resources }).map(({ label, count }) => `${count} ${label}`)).toEqual(["3 VPCs", "1200 Subnets"]);
});

test.each([undefined, {}, { resources: null }, { resources: [1] }])("outputs without counts: %j", (outputs) => {
  expect(foundCounts(outputs)).toEqual([]);
});

test("an update says the version, where the job tells it", () => {
  const update = testJob({ type: "UPDATE_WORKER" });
  expect(successTitle(update)).toBe("Tendril north is updated");
  const execution_metadata = { outputs: { version: "0.2.0" }, seconds: {} };
  expect(successTitle({ ...update, execution_metadata })).toBe("Tendril north runs 0.2.0");
});

test("the facts of an identity have an order, whatever the map's, and one that is new comes last", () => {
  const facts = identityFacts({ user_id: "u", new_fact: "n", arn: "a", account: "1", role_arn: "r" });
  expect(facts.map(({ label }) => label)).toEqual(["Account", "Role ARN", "Session", "User id", "New fact"]);
});

test("a plan says what it would do, once that is read", () => {
  const target = { kind: "vine", id: "3f2b8c1e-0000-4000-8000-000000000005", name: "shop-dev" } as const;
  const job = testJob({ type: "PLAN", target, config_snapshot: { destroy: true } });
  expect([jobLabel(job), successTitle(job)]).toEqual(["Plan destroy", "shop-dev is planned"]);
  const counts = { has_changes: true, add: 0, change: 0, destroy: 2, import: 0 };
  const plan = { mode: "destroy", ...counts, resources: [], truncated: false } as const;
  const execution_metadata = { plan: { ...plan, resources: [] }, seconds: {} };
  expect(successTitle({ ...job, execution_metadata })).toBe("Destroy plan: 0 to add, 0 to change, 2 to destroy");
});
