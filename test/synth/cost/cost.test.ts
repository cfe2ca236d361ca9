import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { repositoryPath } from "../../../lib/paths.ts";
import { sharedTemplates } from "../shared-templates.ts";
import { connectionTest, idleMonth, oneMinutePlan, tendrilMonth, tenMinuteJob } from "./estimate.ts";
import { prices } from "./prices.ts";

const { app } = sharedTemplates();
const readme = readFileSync(repositoryPath("README.md"), "utf8");
const section = /## What it costs\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? "";
/** The table's rows: what, and how many dollars. */
const told = [...section.matchAll(/^\| (.+?) +\| \$([\d.]+) /gm)].map(([, what, dollars]) => [what, Number(dollars)]);

test.each([
  ["A month without jobs and Tendrils", idleMonth(app), 2],
  ["A job of 10 minutes with 2 MB of log", tenMinuteJob(app), 4],
  ["A plan of a minute with 50 KB of log", oneMinutePlan(app), 4],
  ["A connection test", connectionTest(app), 4],
  ["A Tendril for a month", tendrilMonth(app), 2],
])("the README tells what the templates cost: %s", (what, { total, parts }, digits) => {
  expect({ parts, told }).toEqual({ parts, told: expect.arrayContaining([[what, Number(total.toFixed(digits))]]) });
});

test("a job of ten minutes costs no more than it may", () => {
  expect(tenMinuteJob(app).total).toBeLessThanOrEqual(0.007);
});

test("the README tells of which date the prices are", () => {
  expect(section).toContain(`${prices.region}, ${prices.asOf}`);
});
