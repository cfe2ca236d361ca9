import { expect, test } from "@jest/globals";
import { progressWords } from "./stop-words.ts";

const progress = { done: 8, total: 19, current: null };

test("a cancelled job says what Terraform had done by then", () => {
  expect(progressWords({ type: "DEPLOY_WORKER", progress })).toBe(
    "8 of 19 resources were made or changed; they stay until they are destroyed.",
  );
  expect(progressWords({ type: "DESTROY_WORKER", progress })).toBe(
    "8 of 19 resources were destroyed; the others are still there.",
  );
});

test("and nothing where nothing was done", () => {
  expect(progressWords({ type: "DEPLOY_WORKER", progress: null })).toBeUndefined();
  expect(progressWords({ type: "DEPLOY_WORKER", progress: { ...progress, done: 0 } })).toBeUndefined();
});
