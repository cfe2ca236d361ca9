import { expect, test } from "@jest/globals";
import { failureThreshold } from "./circuit-breaker.ts";

test.each([
  [0, 3],
  [1, 3],
  [6, 3],
  [7, 4],
  [25, 13],
  [400, 200],
  [800, 200],
])("a deployment of %i tasks is given up after %i failures", (desiredCount, threshold) => {
  expect(failureThreshold(desiredCount)).toBe(threshold);
});
