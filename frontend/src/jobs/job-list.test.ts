import { expect, test } from "@jest/globals";
import { everyJob as all } from "../api/trellis.ts";
import { testJob } from "../job/test-job.ts";
import { applyJobEvent, type JobPages } from "./job-list.ts";

const older = testJob({ id: "older", status: "PROCESSING", created_at: "2026-11-21T11:00:00Z" });
const newest = testJob({ id: "newest", created_at: "2026-11-21T12:00:00Z" });
const list: JobPages = {
  pages: [
    { items: [newest], next_cursor: "c" },
    { items: [older], next_cursor: null },
  ],
  pageParams: [undefined, "c"],
};
const rows = (pages: JobPages) => pages.pages.map((page) => page.items.map((job) => `${job.id} ${job.status}`));

test("changes a job in its place", () => {
  expect(rows(applyJobEvent(list, { ...older, status: "SUCCESS" }, all))).toEqual([
    ["newest QUEUED"],
    ["older SUCCESS"],
  ]);
});

test("puts a new job on top", () => {
  const created = testJob({ id: "new", created_at: "2026-11-21T13:00:00Z" });
  expect(rows(applyJobEvent(list, created, all))).toEqual([["new QUEUED", "newest QUEUED"], ["older PROCESSING"]]);
});

test("takes out a job that no longer fits the filter", () => {
  expect(rows(applyJobEvent(list, { ...older, status: "SUCCESS" }, { ...all, status: "PROCESSING" }))).toEqual([
    ["newest QUEUED"],
    [],
  ]);
});

test("leaves out a new job that does not fit, or of which only Trellis knows", () => {
  const created = testJob({ id: "new", created_at: "2026-11-21T13:00:00Z" });
  expect(applyJobEvent(list, created, { ...all, status: "FAILED" })).toBe(list);
  expect(applyJobEvent(list, created, { ...all, q: "north" })).toBe(list);
});

test("a job of long ago does not jump to the top", () => {
  expect(applyJobEvent(list, testJob({ id: "ancient", created_at: "2026-01-01T00:00:00Z" }), all)).toBe(list);
});

test("of one Tendril: the jobs that run on it and those about it", () => {
  const tendril = "3f2b8c1e-0000-4000-8000-000000000009";
  const filter = { ...all, tendril_id: tendril };
  const later = { created_at: "2026-11-21T13:00:00Z" };
  const about = testJob({ id: "about", target: { kind: "tendril", id: tendril, name: "north" }, ...later });
  expect(rows(applyJobEvent(list, about, filter))[0]).toContain("about QUEUED");
  expect(rows(applyJobEvent(list, testJob({ id: "on", tendril_id: tendril, ...later }), filter))[0]).toContain(
    "on QUEUED",
  );
  expect(applyJobEvent(list, testJob({ id: "other", ...later }), filter)).toBe(list);
});

test("of one vine: the jobs about it", () => {
  const vine = "3f2b8c1e-0000-4000-8000-000000000008";
  const filter = { ...all, vine_id: vine };
  const later = { created_at: "2026-11-21T13:00:00Z" };
  const about = testJob({ id: "about", type: "PLAN", target: { kind: "vine", id: vine, name: "shop-dev" }, ...later });
  expect(rows(applyJobEvent(list, about, filter))[0]).toContain("about QUEUED");
  expect(applyJobEvent(list, testJob({ id: "other", ...later }), filter)).toBe(list);
});
