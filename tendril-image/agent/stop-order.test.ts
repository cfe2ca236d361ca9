import { expect, test } from "@jest/globals";
import { ManualClock } from "./manual-clock.ts";
import { StopOrder } from "./stop-order.ts";

test("twenty requests interrupt once, and the first reason counts", () => {
  const stop = new StopOrder(new ManualClock());
  let interrupts = 0;
  stop.interrupt.addEventListener("abort", () => (interrupts += 1));
  for (let click = 0; click < 20; click += 1) stop.request("cancelled");
  stop.request("interrupted");
  expect([interrupts, stop.reason, stop.fence.aborted]).toEqual([1, "cancelled", false]);
});

test("a fence outranks what was asked before", () => {
  const stop = new StopOrder(new ManualClock());
  stop.request("cancelled");
  stop.request("fenced");
  expect([stop.reason, stop.fence.aborted]).toEqual(["fenced", true]);
});

test.each([
  ["interrupted", 45],
  ["fenced", 60],
] as const)("%s: Terraform is killed after %d s", async (reason, seconds) => {
  const clock = new ManualClock();
  const stop = new StopOrder(clock);
  stop.request(reason);
  await clock.advance(seconds * 1000 - 1);
  expect(stop.kill.aborted).toBe(false);
  await clock.advance(1);
  expect(stop.kill.aborted).toBe(true);
});

test("a cancelled job is waited for until the container is stopped", async () => {
  const clock = new ManualClock();
  const stop = new StopOrder(clock);
  stop.request("cancelled");
  await clock.advance(60 * 60_000);
  expect(stop.kill.aborted).toBe(false);
  stop.request("interrupted");
  await clock.advance(45_000);
  expect(stop.kill.aborted).toBe(true);
});
