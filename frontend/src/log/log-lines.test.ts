import { expect, test } from "@jest/globals";
import { carriedColours } from "./log-lines.ts";

test.each([
  ["a colour stays on", "", "\x1b[31mred", "\x1b[31m"],
  ["a reset ends it", "\x1b[31m", "red\x1b[0m", ""],
  ["an empty reset too", "\x1b[31m", "red\x1b[m", ""],
  ["colours add up", "\x1b[1m", "\x1b[32mx", "\x1b[1m\x1b[32m"],
  ["a reset and a colour in one", "\x1b[1m", "\x1b[0;32mx", "\x1b[0;32m"],
  ["a line without codes changes nothing", "\x1b[1m", "x", "\x1b[1m"],
])("%s", (_name, carry, line, expected) => expect(carriedColours(carry, line)).toBe(expected));

test("codes without a reset do not pile up", () => {
  let carry = "";
  for (let line = 0; line < 1000; line++) carry = carriedColours(carry, `\x1b[3${line % 8}mx`);
  expect(carry.length).toBeLessThanOrEqual(64);
});
