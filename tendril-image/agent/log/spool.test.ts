import { afterAll, expect, jest, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Chunk } from "../../../lambdas/contract/log.ts";
import { Spool } from "./spool.ts";

const folder = mkdtempSync(join(tmpdir(), "spool-"));
const path = join(folder, "log.spool");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Takes a little over 20 KB. */
function chunk(n: number): Chunk {
  const text = `${String(n).padStart(20 * 1024, "x")}\n`;
  return {
    key: `01.04.${String(n).padStart(8, "0")}`,
    stream: "STDOUT",
    text,
    at: "2026-01-01T00:00:00.000Z",
    line: n,
  };
}

const many = Array.from({ length: 300 }, (_, index) => chunk(index + 1));

function takeAll(spool: Spool): Chunk[] {
  const taken: Chunk[] = [];
  while (spool.length > 0 && !spool.firstIsLost()) {
    const some = spool.take(50, 512 * 1024);
    taken.push(...some);
    spool.drop(some.length);
  }
  return taken;
}

test("keeps what leaves soon in memory, the rest on disk, and gives all back in order", () => {
  const spool = new Spool(path, () => undefined);
  spool.append(many[0] ?? chunk(1));
  expect(readFileSync(path)).toHaveLength(0);
  for (const next of many.slice(1)) spool.append(next);
  expect(readFileSync(path).length).toBeGreaterThan(280 * 20 * 1024);
  expect(takeAll(spool)).toEqual(many);
  expect(readFileSync(path)).toHaveLength(0);
  spool.close();
});

test("goes on in memory while the disk is full, up to 4 MB, and knows what it lost", () => {
  const onDiskFull = jest.fn();
  const spool = new Spool(path, onDiskFull);
  // From now on each write is refused, as a full disk would.
  spool.close();
  for (const next of many) spool.append(next);
  expect(onDiskFull).toHaveBeenCalled();
  expect(takeAll(spool)).toEqual(many.slice(0, 203));
  expect([spool.firstIsLost(), spool.length]).toEqual([true, 97]);
});
