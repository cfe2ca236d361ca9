import { expect, test } from "@jest/globals";
import * as z from "zod";
import { createCountdown } from "./countdown.ts";
import { defineFault } from "./fault.ts";
import { createFaults } from "./faults.ts";

const countdown = createCountdown();
const faults = createFaults([
  defineFault({
    part: "store",
    fault: "refuse",
    description: "The next `count` writes are refused.",
    schema: z.strictObject({ count: z.int().min(1) }),
    apply({ count }) {
      countdown.arm(count);
      return { armed: count };
    },
    clear: countdown.clear,
  }),
]);

test("lists every fault with its parameters and a sentence", () => {
  expect(faults.list()).toEqual([
    { part: "store", fault: "refuse", parameters: ["count"], description: "The next `count` writes are refused." },
    { part: "all", fault: "clear", parameters: [], description: expect.any(String) },
  ]);
});

test("a fault happens as often as asked, and can be taken back", async () => {
  const request = { part: "store", fault: "refuse", count: 2 };
  expect(await faults.set(request)).toEqual({ status: 200, body: { part: "store", fault: "refuse", armed: 2 } });
  expect([countdown.take(), countdown.take(), countdown.take()]).toEqual([true, true, false]);
  await faults.set(request);
  await faults.set({ part: "all", fault: "clear" });
  expect(countdown.take()).toBe(false);
});

test.each([
  ["no part", { fault: "refuse" }, "`part`"],
  ["an unknown fault", { part: "store", fault: "explode" }, "store/explode"],
  ["a wrong parameter", { part: "store", fault: "refuse", count: 0 }, "count"],
  ["a parameter too many", { part: "store", fault: "refuse", count: 1, forever: true }, "forever"],
])("refuses %s and says why", async (_, request, word) => {
  expect(await faults.set(request)).toMatchObject({ status: 400, detail: expect.stringContaining(word) });
});
