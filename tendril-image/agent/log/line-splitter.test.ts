import { expect, test } from "@jest/globals";
import { encodedBytes } from "../../../lambdas/contract/log.ts";
import { limits } from "../../../lambdas/contract/limits.ts";
import { Mask } from "../mask/mask.ts";
import { cutLine } from "./cut-line.ts";
import { LineSplitter } from "./line-splitter.ts";

function linesOf(...pieces: readonly (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.push(typeof piece === "string" ? Buffer.from(piece) : piece);
  splitter.end();
  return lines;
}

test("makes lines of pieces, also of a last line without an end", () => {
  expect(linesOf("on", "e\ntw", "o\n\nthree")).toEqual(["one", "two", "", "three"]);
});

test("takes CR LF as one line end, also when it is torn", () => {
  expect(linesOf("one\r\ntwo\r", "\nthree\r\n")).toEqual(["one", "two", "three"]);
});

test("reduces a progress bar to its last state", () => {
  expect(linesOf("10%\r20", "%\r", "100%\n", "a\r\rb\r\n")).toEqual(["100%", "b"]);
});

test("keeps a character that is torn, replaces what is not UTF-8", () => {
  const grape = Buffer.from("🍇");
  expect(linesOf(grape.subarray(0, 2), grape.subarray(2), Uint8Array.of(0xff, 0x0a))).toEqual(["🍇\ufffd"]);
});

test("keeps only so much of an endless line, and the next line whole", () => {
  const lines: (readonly [string, boolean])[] = [];
  const splitter = new LineSplitter((line, wasCut) => lines.push([line, wasCut]));
  for (let count = 0; count < 10; count += 1) splitter.push(Buffer.alloc(1024 * 1024, "x"));
  splitter.push(Buffer.from("\nnext\n"));
  expect(lines.map(([line, wasCut]) => [line.length, wasCut])).toEqual([
    [limits.lineMaxBytes + 16 * 1024, true],
    [4, false],
  ]);
});

test("caps a line by its bytes once encoded, and marks it", () => {
  for (const character of ["x", "é", "\u0000", "🍇", '"']) {
    const line = cutLine(character.repeat(20_000), new Mask(), false);
    expect(line.endsWith(" … [line cut]")).toBe(true);
    expect(encodedBytes(line)).toBeLessThanOrEqual(limits.lineMaxBytes);
    expect(encodedBytes(line)).toBeGreaterThan(limits.lineMaxBytes - 20);
    expect(line.isWellFormed()).toBe(true);
  }
});

test("shows nothing of a secret that the cut goes through", () => {
  const mask = new Mask();
  const secret = "s3cr3t-0123456789";
  mask.add(secret);
  const before = "x".repeat(limits.lineMaxBytes - 30);
  expect(cutLine(`${before}${secret}${"y".repeat(100)}`, mask, false)).not.toContain("s3c");
  // The end of what was kept is the start of a secret that nobody can know whole.
  const kept = `${secret.repeat(1200)}${secret.slice(0, 9)}`;
  expect(cutLine(kept, mask, true)).not.toContain("s3c");
});
