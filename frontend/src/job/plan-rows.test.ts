import { describe, expect, test } from "@jest/globals";
import type { PlanSummary } from "../../../lambdas/contract/plan-summary.ts";
import { planGroups, planLine, planNote } from "./plan-rows.ts";

const plan: PlanSummary = {
  mode: "apply",
  has_changes: true,
  add: 2,
  change: 1,
  destroy: 1,
  import: 0,
  resources: [
    { address: "aws_s3_bucket.this", action: "create" },
    { address: "module.net.aws_vpc.main", action: "update" },
    { address: 'aws_subnet.public["a"]', action: "replace" },
  ],
  truncated: false,
};
const nothing: PlanSummary = { ...plan, has_changes: false, add: 0, change: 0, destroy: 0, resources: [] };

describe("the line of a plan", () => {
  test.each([
    [plan, "Plan: 2 to add, 1 to change, 1 to destroy"],
    [{ ...plan, import: 1200 }, "Plan: 1,200 to import, 2 to add, 1 to change, 1 to destroy"],
    [{ ...plan, mode: "destroy", add: 0, change: 0 }, "Destroy plan: 0 to add, 0 to change, 1 to destroy"],
    [nothing, "No changes"],
    [{ ...nothing, mode: "destroy" }, "Nothing to destroy"],
  ] as const)("%#", (summary, line) => expect(planLine(summary)).toBe(line));
});

describe("the resources of a plan", () => {
  test("stand by what is done with them, what is lost first, each with a sign and words", () => {
    expect(planGroups(plan, "").map(({ sign, words, addresses }) => [sign, words, addresses])).toEqual([
      ["−/+", "replace: destroy, then create anew", ['aws_subnet.public["a"]']],
      ["~", "change in place", ["module.net.aws_vpc.main"]],
      ["+", "create", ["aws_s3_bucket.this"]],
    ]);
  });

  test("are searched by every word of an address", () => {
    expect(planGroups(plan, " VPC net ").flatMap(({ addresses }) => addresses)).toEqual(["module.net.aws_vpc.main"]);
    expect(planGroups(plan, "gateway")).toEqual([]);
  });
});

test("a note says what would go, and that nothing was changed", () => {
  expect(planNote({ ...plan, mode: "destroy" }, "shop-dev")).toContain("remove all that shop-dev has made");
  expect(planNote({ ...plan, resources: [] }, "shop-dev")).toContain("Only outputs would change");
  expect(planNote(plan, "shop-dev")).toMatch(/^A plan changes nothing/);
  expect(planNote(nothing, "shop-dev")).toContain("is what shop-dev describes");
});
