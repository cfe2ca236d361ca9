import { expect, test } from "@jest/globals";
import type { JobStatus } from "../contract/job.ts";
import type { Group } from "../contract/person.ts";
import { decideCancel } from "./decide-cancel.ts";

const requested = Date.parse("2026-01-01T00:00:00Z");
const asked = {
  requested_at: new Date(requested).toISOString(),
  requested_by: "olga",
  interrupted_at: null,
  stopped_at: null,
  forced: false,
};

interface Case {
  readonly status: JobStatus;
  readonly isOpen?: boolean;
  readonly stop?: typeof asked;
  readonly group?: Group;
  readonly force?: boolean;
  readonly afterSeconds?: number;
}

function decide({ status, isOpen = true, stop, group = "operator", force = false, afterSeconds = 0 }: Case): string {
  const row = { status, stop: stop ?? null, ...(isOpen && { open: "open" as const }) };
  try {
    return decideCancel(row, { name: "olga", group }, force, new Date(requested + afterSeconds * 1000)).kind;
  } catch (error) {
    return error instanceof Error ? error.name : "?";
  }
}

test.each<[string, Case, string]>([
  ["a queued job", { status: "QUEUED" }, "cancel"],
  ["a running job", { status: "PROCESSING" }, "cancel"],
  ["a second click", { status: "CANCELLED", stop: asked }, "asked"],
  ["a finished job", { status: "SUCCESS" }, "JOB_TERMINAL"],
  ["a failed job", { status: "FAILED" }, "JOB_TERMINAL"],
  ["a closed cancelled job", { status: "CANCELLED", stop: asked, isOpen: false }, "JOB_TERMINAL"],
  ["force by an operator", { status: "CANCELLED", stop: asked, force: true, afterSeconds: 99 }, "FORBIDDEN"],
  ["force without a cancel", { status: "PROCESSING", force: true, group: "admin" }, "FORCE_TOO_EARLY"],
  [
    "force after 59 s",
    { status: "CANCELLED", stop: asked, force: true, group: "admin", afterSeconds: 59 },
    "FORCE_TOO_EARLY",
  ],
  ["force after 60 s", { status: "CANCELLED", stop: asked, force: true, group: "admin", afterSeconds: 60 }, "force"],
])("%s", (_what, given, expected) => {
  expect(decide(given)).toBe(expected);
});
