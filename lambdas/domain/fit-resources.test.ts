import { expect, test } from "@jest/globals";
import type { ResourceList } from "../contract/resources.ts";
import { fitResources } from "./fit-resources.ts";

const list = (count: number): ResourceList => ({
  items: Array.from({ length: count }, (_, n) => ({ id: `id-${String(n).padStart(6, "0")}`, name: "x" })),
  truncated: false,
  error: null,
});
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test("leaves what fits as it is", () => {
  const resources = { vpcs: list(3), subnets: list(1200), iam_users: { ...list(0), error: "denied" } };
  expect(fitResources(resources)).toEqual(resources);
});

test("cuts the large lists alike, keeps the small one whole, and says which were cut", () => {
  const fitted = fitResources({ subnets: list(5000), security_groups: list(5000), vpcs: list(10) }, 40_000);
  expect(fitted.vpcs).toEqual(list(10));
  expect(fitted.subnets).toMatchObject({ truncated: true, error: null });
  expect(fitted.security_groups).toMatchObject({ truncated: true });
  expect(fitted.subnets?.items.length).toBeGreaterThan(400);
  expect(Math.abs((fitted.subnets?.items.length ?? 0) - (fitted.security_groups?.items.length ?? 0))).toBeLessThan(2);
  expect(bytes(fitted)).toBeLessThan(40_500);
});

test("counts bytes, not characters", () => {
  const items = Array.from({ length: 100 }, () => ({ id: "1", name: "é".repeat(100) }));
  const fitted = fitResources({ vpcs: { items, truncated: false, error: null } }, 5_000);
  expect(bytes(fitted)).toBeLessThan(5_100);
});
