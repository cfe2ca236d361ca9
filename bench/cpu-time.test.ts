import { expect, test } from "@jest/globals";
import { cpuTimeOf, stolenPercent } from "./cpu-time.ts";

test("the host's part is of the time that was wanted, without idle time", () => {
  const before = cpuTimeOf("cpu  100 10 50 7000 9 1 2 40 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
  const after = cpuTimeOf("cpu  160 10 70 9000 9 1 2 60 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
  expect(before).toEqual({ busy: 163, stolen: 40 });
  expect(stolenPercent(before, after)).toBe(20);
});

test("of no time nothing is stolen", () => {
  expect(stolenPercent({ busy: 5, stolen: 1 }, { busy: 5, stolen: 1 })).toBe(0);
});
