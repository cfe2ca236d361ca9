import { expect, test } from "@jest/globals";
import type { TendrilStatus } from "../contract/tendril.ts";
import { presentTendril } from "./present-tendril.ts";
import type { TendrilRow } from "./tendril-row.ts";

const now = new Date("2026-01-01T00:10:00.000Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

function heard(seconds: number, more: { draining?: boolean; version?: string; job_id?: string } = {}) {
  return { version: "1.0.0", draining: false, job_id: null, last_heartbeat_at: secondsAgo(seconds), ...more };
}

function tendril(more: Partial<TendrilRow>): TendrilRow {
  const created_at = secondsAgo(1000);
  return { id: "t", name: "north", mode: "cloud-hosted", region: "eu-west-1", created_at, instances: {}, ...more };
}

test.each<[string, Partial<TendrilRow>, TendrilStatus]>([
  ["just registered", { registered_at: secondsAgo(10) }, "STARTING"],
  ["registered long ago and never heard", { registered_at: secondsAgo(301) }, "OFFLINE"],
  ["heard 59 s ago", { instances: { a: heard(59) } }, "ONLINE"],
  ["silent for 60 s", { instances: { a: heard(60) } }, "OFFLINE"],
  ["draining", { instances: { a: heard(1, { draining: true }) } }, "DRAINING"],
  ["asked to drain", { instances: { a: heard(1) }, drain_job_id: "j" }, "DRAINING"],
  ["being updated", { instances: { a: heard(1) }, drain_job_id: "j", drain_instances: ["a"] }, "DRAINING"],
  ["updated", { instances: { a: heard(1), b: heard(1) }, drain_instances: ["a"] }, "ONLINE"],
  ["old one draining, new one up", { instances: { a: heard(1, { draining: true }), b: heard(2) } }, "ONLINE"],
  ["old one gone, new one up", { instances: { a: heard(90), b: heard(2) } }, "ONLINE"],
])("a Tendril that is %s", (_what, more, status) => {
  expect(presentTendril(tendril(more), now, "2.0.0").status).toBe(status);
});

test("tells the version of the instance that stays, though the one that goes was heard later", () => {
  const instances = { old: heard(1), new: heard(9, { version: "2.0.0" }) };
  expect(presentTendril(tendril({ instances, drain_instances: ["old"] }), now, "2.0.0").version).toBe("2.0.0");
});

test("tells the newest version and the job of the instance that has one", () => {
  const instances = { old: heard(5, { job_id: "j", draining: true }), new: heard(1, { version: "2.0.0" }) };
  expect(presentTendril(tendril({ instances }), now, "2.0.0")).toMatchObject({ version: "2.0.0", current_job_id: "j" });
});
