import { expect, test } from "@jest/globals";
import { readInOrder, undeclaredHoles } from "./read-in-order.ts";

/** `4.2` is chunk 2 of step 4 in attempt 1; `4.2!` ends its step. */
function key(short: string): string {
  const [step = "", n = ""] = short.replace("!", "").split(".");
  return `01.${step.padStart(2, "0")}.${n.padStart(8, "0")}`;
}

const chunk = (short: string) => ({ key: key(short), ...(short.endsWith("!") && { last: true as const }) });

test.each([
  ["everything without a hole", ["0.1!", "1.1", "1.2!"], [], undefined, 3],
  ["up to a hole", ["4.1", "4.3"], [], "4.2", 1],
  ["nothing when a step begins with a hole", ["4.2"], [], "4.1", 0],
  ["beyond what is declared", ["4.1", "4.4"], ["4.2", "4.3"], undefined, 2],
  ["up to the first of two holes", ["4.1", "4.4"], ["4.2"], "4.3", 1],
  ["up to the end of a step that has not ended", ["4.1", "5.1"], [], "4.2", 1],
  ["beyond a step whose tail is declared", ["4.1", "5.1"], ["4.2"], undefined, 2],
  ["beyond a step that nobody wrote in", ["1.1!", "4.1"], [], undefined, 2],
])("reads %s", (_what, found, missing, hole, count) => {
  const read = readInOrder(found.map(chunk), undefined, new Set(missing.map(key)));
  expect([read.hole, read.items.length]).toEqual([hole && key(hole), count]);
});

test.each([
  ["the next chunk", { key: key("4.1"), ended: false }, ["4.2"], 1],
  ["nothing behind a gap", { key: key("4.1"), ended: false }, ["4.3"], 0],
  ["the next step behind a last chunk", { key: key("4.1"), ended: true }, ["5.1"], 1],
  ["nothing of the next step before that", { key: key("4.1"), ended: false }, ["5.1"], 0],
])("a reader with a place gets %s", (_what, place, found, count) => {
  expect(readInOrder(found.map(chunk), place, new Set()).items).toHaveLength(count);
});

test("a reader that stands on a declared key goes on", () => {
  const place = { key: key("4.2"), ended: false };
  expect(readInOrder([chunk("5.1")], place, new Set([key("4.2")])).items).toHaveLength(1);
});

test("names the holes that nobody declared, up to a limit", () => {
  const keys = ["4.2", "4.5", "5.1"].map(key);
  expect(undeclaredHoles(keys, new Set([key("4.3")]), 10)).toEqual(["4.1", "4.4"].map(key));
  expect(undeclaredHoles([key("4.99999999")], new Set(), 3)).toEqual(["4.1", "4.2", "4.3"].map(key));
});
