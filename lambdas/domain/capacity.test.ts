import { expect, test } from "@jest/globals";
import { nextPlacement, type Placement } from "./capacity.ts";

const all = ["a", "b", "c"];
const first: Placement = { all, subnets: all, seconds: 0, waited: 0 };
const failures = [{ Reason: "Capacity is unavailable at this time. Please try again later" }];
const full = { Error: "AmazonECS.Unknown", Cause: JSON.stringify({ Failures: failures, Tasks: [] }) };

function allTries(): Placement[] {
  const tries: Placement[] = [];
  try {
    for (let placement = first; ; tries.push(placement)) ({ placement } = nextPlacement(placement, full));
  } catch {
    return tries;
  }
}

test("tries one subnet after the other", () => {
  expect(
    allTries()
      .map(({ subnets }) => subnets.join(""))
      .join(""),
  ).toMatch(/^(abc)+/);
});

test("backs off, and gives up within ten minutes", () => {
  const tries = allTries();
  expect(tries.slice(0, 6).map(({ seconds }) => seconds)).toEqual([5, 10, 20, 40, 60, 60]);
  expect(tries.at(-1)?.waited).toBeLessThanOrEqual(600);
  expect(tries.at(-1)?.waited).toBeGreaterThan(540);
  expect(() => nextPlacement({ ...first, seconds: 60, waited: 555 }, full)).toThrow(/No capacity .* in 555 seconds/);
});

test("does not wait for what is no lack of capacity", () => {
  const refused = { Error: "ECS.AmazonECSException", Cause: "TaskDefinition is inactive" };
  expect(() => nextPlacement(first, refused)).toThrow("TaskDefinition is inactive");
});
