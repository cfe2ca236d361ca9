import { expect, test } from "@jest/globals";
import { limits } from "../contract/limits.ts";
import { itemsThatFit } from "./items-that-fit.ts";

const item = (share: number) => ({ text: "x".repeat(limits.logPageMaxBytes * share) });

test.each([
  ["all, when they fit", [item(0.4), item(0.4)], 2],
  ["those before the first that does not", [item(0.4), item(0.4), item(0.4), item(0.1)], 2],
  ["one that is too large by itself", [item(1.1), item(0.1)], 1],
  ["none of none", [], 0],
])("takes %s", (_which, items, count) => {
  expect(itemsThatFit(items)).toHaveLength(count);
});
