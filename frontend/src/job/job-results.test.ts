import { expect, test } from "@jest/globals";
import { foundCounts, identityFacts, successTitle } from "./job-results.ts";
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
