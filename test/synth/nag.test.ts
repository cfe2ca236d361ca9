import { readFileSync } from "node:fs";
import { AwsSolutionsChecks } from "cdk-nag";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { repositoryPath } from "../../lib/paths.ts";
import { nagExceptions, type NagException } from "./nag-exceptions.ts";
import { unbundledApp } from "./unbundled-app.ts";

interface Finding {
  readonly rule: string;
  readonly path: string;
}

let findings: readonly Finding[];
let remove: () => void;
beforeAll(() => {
  const unbundled = unbundledApp();
  remove = unbundled.remove;
  const { violations } = new AwsSolutionsChecks(unbundled.app).validateScope(unbundled.app);
  findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = "" }) => ({ rule: ruleName, path: constructPath })),
  );
});
afterAll(() => remove());

const covers =
  ({ rule, on }: NagException) =>
  (finding: Finding): boolean =>
    rule.test(finding.rule) && on.test(finding.path);

test("cdk-nag's AwsSolutions find nothing that was not reviewed", () => {
  expect(findings.length).toBeGreaterThan(50);
  expect(findings.filter((finding) => !nagExceptions.some((exception) => covers(exception)(finding)))).toEqual([]);
});

test("every exception is still needed", () => {
  const needless = nagExceptions.filter((exception) => !findings.some(covers(exception)));
  expect(needless.map(({ rule, on }) => `${rule} on ${on}`)).toEqual([]);
});

test.each(nagExceptions)("the evidence for $rule on $on is a test that exists", ({ evidence: [file, name] }) => {
  expect(readFileSync(repositoryPath(file), "utf8")).toContain(`test("${name}"`);
});
