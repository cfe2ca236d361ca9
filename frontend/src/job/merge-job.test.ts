import { describe, expect, test } from "@jest/globals";
import type { Job } from "../../../lambdas/contract/job.ts";
import { mergeJob } from "./merge-job.ts";
import { testJob, testStep } from "./test-job.ts";

const processing = testJob({
  status: "PROCESSING",
  steps: [testStep(0, "Begin")],
  log: { last_key: null, lines: 9, missing: [], complete: false, sha256: null },
});
const stop = {
  requested_at: "2026-11-21T12:00:09Z",
  requested_by: "anna",
  interrupted_at: null,
  stopped_at: null,
  forced: false,
};

test("takes the news and keeps what an event does not carry", () => {
  const old = { ...processing, execution_metadata: { seconds: { Begin: 1 } } };
  const {
    config_snapshot: _snapshot,
    execution_metadata: _metadata,
    ...event
  } = testJob({ ...processing, status: "SUCCESS" });
  expect(mergeJob(old, event)).toMatchObject({ status: "SUCCESS", execution_metadata: { seconds: { Begin: 1 } } });
});

test("a requeue is news", () => {
  expect(mergeJob(processing, testJob({ attempt: 2 }))).toMatchObject({ status: "QUEUED", attempt: 2 });
});

describe("an event that was overtaken is passed over", () => {
  const ended = testJob({ ...processing, status: "FAILED" });
  const closed = testJob({ ...ended, closed_at: "2026-11-21T12:00:10Z" });
  test.each<[string, Job, Job]>([
    ["of an earlier attempt", testJob({ attempt: 2 }), processing],
    ["from before the end", ended, processing],
    ["from before it was closed", closed, ended],
    ["from before the claim", processing, testJob()],
    ["with fewer steps", processing, testJob({ ...processing, steps: [] })],
    ["with a step not ended yet", processing, testJob({ ...processing, steps: [testStep(0, "Begin", null)] })],
    ["with fewer lines", processing, testJob({ ...processing, log: { ...processing.log, lines: 8 } })],
    [
      "from before Terraform stopped",
      testJob({ ...ended, stop: { ...stop, stopped_at: "2026-11-21T12:01:00Z" } }),
      testJob({ ...ended, stop }),
    ],
  ])("%s", (_name, old, event) => expect(mergeJob(old, event)).toBe(old));
});

test("a push with only the first missing keys forgets none", () => {
  const old = testJob({ log: { ...processing.log, missing: ["01.00.00000001", "01.00.00000002"] } });
  const event = testJob({ log: { ...processing.log, missing: ["01.00.00000001"] } });
  expect(mergeJob(old, event).log.missing).toHaveLength(2);
});
