import { describe, expect, test } from "@jest/globals";
import type { Chunk, Stream } from "../../../lambdas/contract/log.ts";
import { isMissing } from "./log-lines.ts";
import { LogStore } from "./log-store.ts";

/** A log of two steps: `A1` to `A3`, then `B1` and `B2`; each chunk has one line that says its own name. */
const log = [
  chunk("01.00.00000001", 1, "A1"),
  chunk("01.00.00000002", 2, "A2"),
  last(chunk("01.00.00000003", 3, "A3")),
  chunk("01.02.00000001", 4, "B1"),
  last(chunk("01.02.00000002", 5, "B2")),
];
const [a1, a2, a3, b1, b2] = log as [Chunk, Chunk, Chunk, Chunk, Chunk];

function chunk(key: string, line: number, text: string, stream: Stream = "STDOUT"): Chunk {
  return { key, stream, text: `${text}\n`, at: "2026-11-21T12:00:00Z", line };
}

function last(part: Chunk): Chunk {
  return { ...part, last: true };
}

function page(items: Chunk[], next_after: string | null = null, complete = false) {
  return { items, next_after, complete };
}

function newStore() {
  return new LogStore((paint) => paint());
}

function shown(store: LogStore): string[] {
  return store
    .snapshot()
    .sections.flatMap((section) => section.blocks.flatMap((block) => block.rows))
    .map((row) => (isMissing(row) ? `missing ${row.missing.join(",")}` : row.text));
}

describe("what came twice", () => {
  test("a page and pushes that overlap show each line once", () => {
    const store = newStore();
    store.push([a2, a3]);
    store.addPage(page([a1, a2]));
    store.push([a3, b1]);
    store.addPage(page([a1, a2, a3, b1, b2]));
    expect(shown(store)).toEqual(["A1", "A2", "A3", "B1", "B2"]);
  });

  test("a push that repeats what is shown changes nothing", () => {
    const store = newStore();
    store.addPage(page([a1, a2]));
    store.push([a1, a2]);
    expect(shown(store)).toEqual(["A1", "A2"]);
    expect(store.hasHole).toBe(false);
  });
});

describe("order and holes", () => {
  test("pushes in any order are shown in key order", () => {
    const store = newStore();
    for (const part of [b2, a3, a1, b1, a2]) store.push([part]);
    expect(shown(store)).toEqual(["A1", "A2", "A3", "B1", "B2"]);
  });

  test("nothing is shown behind a hole until it is filled", () => {
    const store = newStore();
    store.push([a1, a3]);
    expect(shown(store)).toEqual(["A1"]);
    expect([store.hasHole, store.snapshot().waiting]).toEqual([true, true]);
    store.push([a2]);
    expect(shown(store)).toEqual(["A1", "A2", "A3"]);
    expect(store.hasHole).toBe(false);
  });

  test("a step begins only behind the last chunk of the step before", () => {
    const store = newStore();
    store.push([a1, a2, b1]);
    expect(shown(store)).toEqual(["A1", "A2"]);
    store.push([a3]);
    expect(shown(store)).toEqual(["A1", "A2", "A3", "B1"]);
  });

  test("a whole step that did not come is told by the number of the next line", () => {
    const store = newStore();
    store.push([a1, a2, a3, chunk("01.04.00000001", 9, "C1")]);
    expect(shown(store)).toEqual(["A1", "A2", "A3"]);
    expect(store.hasHole).toBe(true);
  });

  test("a log whose beginning did not come shows nothing", () => {
    const store = newStore();
    store.push([b1]);
    expect(shown(store)).toEqual([]);
    store.addPage(page([a1, a2, a3, b1]));
    expect(shown(store)).toEqual(["A1", "A2", "A3", "B1"]);
  });

  test("an empty last chunk ends its step without a line", () => {
    const store = newStore();
    store.push([a1, a2, { ...a3, text: "", last: true }, { ...b1, line: 3 }]);
    expect(shown(store)).toEqual(["A1", "A2", "B1"]);
    expect(store.snapshot().lines).toBe(3);
  });

  test("a second attempt has sections of its own", () => {
    const store = newStore();
    store.push([a1, a2, a3, chunk("02.00.00000001", 4, "again")]);
    expect(store.snapshot().sections.map(({ id, attempt, step }) => [id, attempt, step])).toEqual([
      ["01.00", 1, 0],
      ["02.00", 2, 0],
    ]);
  });
});

describe("what was given up", () => {
  test("a declared hole is passed and marked in its place", () => {
    const store = newStore();
    store.push([a1, a3, b1]);
    store.declareMissing(["01.00.00000002"]);
    expect(shown(store)).toEqual(["A1", "missing 01.00.00000002", "A3", "B1"]);
    expect(store.snapshot().missing).toBe(1);
  });

  test("a hole that a page passed before it was declared gets its mark later", () => {
    const store = newStore();
    store.addPage(page([a1, a3, b1]));
    store.declareMissing(["01.00.00000002"]);
    expect(shown(store)).toEqual(["A1", "missing 01.00.00000002", "A3", "B1"]);
    expect(store.lastKey).toBe(b1.key);
  });

  test("the end of a log that was given up is marked once it is complete", () => {
    const store = newStore();
    store.declareMissing(["01.02.00000002"]);
    store.addPage(page([a1, a2, a3, b1], null, true));
    expect(shown(store)).toEqual(["A1", "A2", "A3", "B1", "missing 01.02.00000002"]);
  });

  test("a push that tells fewer missing keys takes no mark away", () => {
    const store = newStore();
    store.declareMissing(["01.00.00000002", "01.02.00000001"]);
    store.declareMissing(["01.00.00000002"]);
    store.push([a1, a3, b2]);
    expect(shown(store)).toEqual(["A1", "missing 01.00.00000002", "A3"]);
    store.addPage(page([b2]));
    expect(shown(store)).toEqual(["A1", "missing 01.00.00000002", "A3", "missing 01.02.00000001", "B2"]);
  });
});

describe("reconnecting", () => {
  test("pages go on after the last key and close the gap to the new pushes", () => {
    const store = newStore();
    store.addPage(page([a1, a2]));
    store.push([b2]);
    expect(store.lastKey).toBe(a2.key);
    store.addPage(page([a3, b1]));
    expect(shown(store)).toEqual(["A1", "A2", "A3", "B1", "B2"]);
  });
});

describe("completeness", () => {
  test("a log is complete with the page that says so at its end", () => {
    const store = newStore();
    store.addPage(page([a1, a2], a2.key, true));
    expect(store.complete).toBe(false);
    store.addPage(page([], a2.key, true));
    expect(store.complete).toBe(true);
  });
});

describe("painting", () => {
  test("a thousand pushes within a frame are painted once", () => {
    const frames: (() => void)[] = [];
    const store = new LogStore((paint) => frames.push(paint));
    let paints = 0;
    store.subscribe(() => paints++);
    for (let n = 1; n <= 1000; n++) store.push([chunk(`01.00.${String(n).padStart(8, "0")}`, n, `line ${n}`)]);
    expect(store.snapshot().lines).toBe(0);
    frames.forEach((paint) => paint());
    expect([frames.length, paints, store.snapshot().lines]).toEqual([1, 1, 1000]);
  });

  test("blocks that are full stay the same objects", () => {
    const store = newStore();
    const many = Array.from({ length: 250 }, (_, index) => `line ${index}`).join("\n");
    store.push([chunk("01.00.00000001", 1, many)]);
    const before = store.snapshot().sections[0]?.blocks;
    store.push([chunk("01.00.00000002", 251, "more")]);
    const after = store.snapshot().sections[0]?.blocks;
    expect([after?.[0] === before?.[0], after?.[1] === before?.[1], after?.[2] === before?.[2]]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("colours that a line leaves on go on in the next line of that stream only", () => {
    const store = newStore();
    store.push([chunk("01.00.00000001", 1, "\x1b[31mred\nstill"), chunk("01.00.00000002", 3, "system", "SYSTEM")]);
    expect(shown(store)).toEqual(["\x1b[31mred", "\x1b[31mstill", "system"]);
  });
});
