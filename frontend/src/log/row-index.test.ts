import { expect, test } from "@jest/globals";
import { appendRows, type LogSection } from "./log-lines.ts";
import { RowIndex } from "./row-index.ts";

function section(id: string, first: number, rows: number): LogSection {
  const empty = { id, attempt: 1, step: 0, blocks: [], rows: 0, ended: false };
  const lines = Array.from({ length: rows }, (_, index) => ({
    number: first + index,
    stream: "STDOUT" as const,
    text: "",
    at: "",
  }));
  return appendRows(empty, lines, true);
}

const index = new RowIndex([section("01.00", 1, 3), section("01.01", 4, 250)]);

test("counts headings and rows", () => expect(index.count).toBe(255));

test.each([
  [0, "01.00", undefined],
  [1, "01.00", 1],
  [3, "01.00", 3],
  [4, "01.01", undefined],
  [5, "01.01", 4],
  [254, "01.01", 253],
])("row %i is in section %s with line %s", (place, id, line) => {
  const found = index.at(place);
  expect([found.section.id, found.row]).toEqual([
    id,
    line === undefined ? undefined : expect.objectContaining({ number: line }),
  ]);
});

test("finds a section and a line", () => {
  expect([
    index.ofSection("01.01"),
    index.ofLine(4),
    index.ofLine(253),
    index.ofLine(999),
    index.ofSection("09.09"),
  ]).toEqual([4, 5, 254, undefined, undefined]);
});
