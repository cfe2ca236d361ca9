import { expect, test } from "@jest/globals";
import { testJob } from "../job/test-job.ts";
import { tendrilName } from "./tendril-name.ts";

test.each([
  ["a job that a Tendril took", { type: "PLAN", tendril_name: "north" }, "north"],
  ["a plan that nobody has taken", { type: "PLAN", tendril_name: null }, "any"],
  ["a job that no Tendril runs", { type: "UPDATE_WORKER", tendril_name: null }, "–"],
] as const)("of %s", (_what, part, name) => expect(tendrilName(testJob(part))).toBe(name));
