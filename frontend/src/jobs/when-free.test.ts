import { expect, test } from "@jest/globals";
import { ApiProblem } from "../api/problem.ts";
import type { Clock } from "../clock.ts";
import { testJob } from "../job/test-job.ts";
import { whenFree } from "./when-free.ts";

const made = testJob({ id: "3f2b8c1e-0000-4000-8000-00000000000a" });
const ended = testJob({ status: "SUCCESS", completed_at: "2026-11-21T12:01:00Z" });

function busy(code = "TARGET_BUSY"): ApiProblem {
  const problem = { type: "about:blank", title: "", status: 409, detail: "", code, request_id: "" };
  return new ApiProblem({ ...problem, job_id: ended.id });
}

/** A clock that passes as soon as somebody waits for it. */
function steppingClock(): Clock & { millis: number } {
  return {
    millis: 0,
    now() {
      return this.millis;
    },
    setTimeout(callback, millis) {
      this.millis += millis;
      queueMicrotask(callback);
      return 0;
    },
    clearTimeout: () => undefined,
  };
}

function given(refusals: number, before = ended, refusal: Error = busy()) {
  const clock = steppingClock();
  let left = refusals;
  const create = async () => {
    if (left-- > 0) throw refusal;
    return made;
  };
  return { clock, created: whenFree(create, { readJob: async () => before, clock }) };
}

test("creates at once where nothing is in the way", async () => {
  const { clock, created } = given(0);
  expect([await created, clock.millis]).toEqual([made, 0]);
});

test("tries every half second while the job before is being closed", async () => {
  const { clock, created } = given(4);
  expect([await created, clock.millis]).toEqual([made, 2000]);
});

test("tells the refusal after 15 seconds", async () => {
  const { clock, created } = given(Infinity);
  await expect(created).rejects.toMatchObject({ code: "TARGET_BUSY" });
  expect(clock.millis).toBe(15_000);
});

const stop = { requested_at: "2026-11-21T12:00:30Z", requested_by: "anna", interrupted_at: null, forced: false };

test.each([
  ["runs", testJob({ status: "PROCESSING" })],
  ["waits for recover", testJob({ status: "FAILED", error_code: "TENDRIL_LOST" })],
  ["waits for its Terraform", testJob({ status: "CANCELLED", stop: { ...stop, stopped_at: null } })],
])("tells the refusal at once where the job before %s", async (_what, before) => {
  const { clock, created } = given(Infinity, before);
  await expect(created).rejects.toMatchObject({ code: "TARGET_BUSY" });
  expect(clock.millis).toBe(0);
});

test("tells any other refusal at once", async () => {
  await expect(given(1, ended, busy("UP_TO_DATE")).created).rejects.toMatchObject({ code: "UP_TO_DATE" });
});
