import { expect, test } from "@jest/globals";
import { percentile } from "./percentile.ts";

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test.each([
  [50, hundred, 50],
  [99, hundred, 99],
  [100, hundred, 100],
  [99, [7], 7],
  [50, [], Number.NaN],
])("p%d is a value that was measured", (percent, values, expected) =>
  expect(percentile(values, percent)).toBe(expected),
);
