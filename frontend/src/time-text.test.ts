import { describe, expect, test } from "@jest/globals";
import { durationText, relativeTime } from "./time-text.ts";

test.each([
  [-5, "0s"],
  [0.9, "0s"],
  [59.9, "59s"],
  [60, "1m 00s"],
  [125, "2m 05s"],
  [3725, "1h 02m"],
])("%d seconds last %s", (seconds, text) => expect(durationText(seconds)).toBe(text));

describe("a moment before noon", () => {
  const noon = Date.parse("2026-11-21T12:00:00Z");
  test.each([
    ["2026-11-21T12:00:09Z", "just now"],
    ["2026-11-21T11:59:57Z", "just now"],
    ["2026-11-21T11:59:20Z", "40 seconds ago"],
    ["2026-11-21T11:57:00Z", "3 minutes ago"],
    ["2026-11-21T10:00:00Z", "2 hours ago"],
    ["2026-11-20T11:00:00Z", "yesterday"],
    ["2026-09-02T12:00:00Z", "Sep 2, 2026"],
  ])("%s was %s", (at, text) => expect(relativeTime(at, noon)).toBe(text));
});
