import { expect, test } from "@jest/globals";
import { appendRows, type LogLine, type LogSection } from "../log/log-lines.ts";
import { planBlocks } from "./plan-blocks.ts";

const empty: LogSection = { id: "1.5", attempt: 1, step: 5, blocks: [], rows: 0, ended: false };

function logOf(...texts: readonly string[]): readonly LogSection[] {
  const rows = texts.map((text, index): LogLine => ({ number: index + 1, stream: "STDOUT", text, at: "" }));
  return [appendRows(empty, rows, true)];
}

test.each([
  ["  # aws_vpc.main will be created", "aws_vpc.main"],
  ["\u001b[1m  # aws_vpc.main\u001b[0m will be \u001b[1m\u001b[31mdestroyed\u001b[0m", "aws_vpc.main"],
  ['  # module.net["a b"].aws_vpc.main[0] must be replaced', 'module.net["a b"].aws_vpc.main[0]'],
  ["  # aws_vpc.main is tainted, so must be replaced", "aws_vpc.main"],
  ["  # aws_vpc.old has moved to aws_vpc.main", "aws_vpc.main"],
])("finds the block that begins with %j", (text, address) => {
  expect([...planBlocks(logOf("Terraform will perform the following actions:", text))]).toEqual([[address, 2]]);
});

test("an address leads to its first block, and what changed outside of Terraform is none", () => {
  const log = logOf(
    "  # aws_vpc.main has changed",
    "  # aws_vpc.main will be updated in-place",
    "  # aws_vpc.main will go",
  );
  expect(planBlocks(log).get("aws_vpc.main")).toBe(2);
});
