import { expect, test } from "@jest/globals";
import { ZodError } from "zod";
import { createReleases } from "./releases.ts";

function given() {
  const told: number[] = [];
  const releases = createReleases({
    base: () => ({ version: "0.9.0", image: "registry/tendril:abc" }),
    onOffer: () => told.push(1),
  });
  return { releases, told };
}

test("a release has an image of its own, and the one offered last is the newest", () => {
  const { releases, told } = given();
  expect(releases.newest()).toBeUndefined();
  releases.offer({ version: "0.10.0", healthy: false });
  const last = releases.offer({ version: "1.0.0", healthy: true });
  expect(last).toEqual({ version: "1.0.0", healthy: true, image: "registry/tendril:abc-1.0.0" });
  expect(releases.newest()).toBe(last);
  expect(releases.byImage("registry/tendril:abc-0.10.0")).toMatchObject({ healthy: false });
  expect(releases.byImage("registry/tendril:abc")).toBeUndefined();
  expect(told).toHaveLength(2);
});

test.each([
  ["no version", { healthy: true }],
  ["no health", { version: "1.0.0" }],
  ["a version that is none", { version: "v1", healthy: true }],
  ["the version that runs already", { version: "0.9.0", healthy: true }],
  ["an older version", { version: "0.8.12", healthy: true }],
  ["an unknown field", { version: "1.0.0", healthy: true, image: "x" }],
  ["no object", null],
])("refuses %s", (_, request) => {
  const { releases, told } = given();
  expect(() => releases.offer(request)).toThrow(ZodError);
  expect(told).toEqual([]);
});
