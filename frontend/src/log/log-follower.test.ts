import { beforeEach, expect, test } from "@jest/globals";
import type { Chunk, LogPage } from "../../../lambdas/contract/log.ts";
import type { Clock } from "../clock.ts";
import { LogFollower, type FollowState } from "./log-follower.ts";
import { LogStore } from "./log-store.ts";

/** A clock whose timers run when the test says so. */
class TestClock implements Clock {
  #now = 0;
  #next = 1;
  readonly timers = new Map<number, { due: number; callback: () => void }>();
  now = () => this.#now;
  setTimeout(callback: () => void, millis: number): number {
    this.timers.set(this.#next, { due: this.#now + millis, callback });
    return this.#next++;
  }
  clearTimeout(timer: number): void {
    this.timers.delete(timer);
  }
  async pass(millis: number): Promise<void> {
    this.#now += millis;
    for (const [id, { due, callback }] of [...this.timers]) {
      if (due > this.#now) continue;
      this.timers.delete(id);
      callback();
    }
    await settled();
  }
}

/** Lets every promise that is ready run on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

const all = [1, 2, 3, 4].map((n): Chunk => ({
  key: `01.00.0000000${n}`,
  stream: "STDOUT",
  text: `${n}\n`,
  at: "2026-11-21T12:00:00Z",
  line: n,
}));
const [one, two, three, four] = all as [Chunk, Chunk, Chunk, Chunk];

let clock: TestClock;
let store: LogStore;
let table: Chunk[];
let closed: boolean;
let reads: (string | undefined)[];
let states: FollowState[];
let failures: number;
let follower: LogFollower;

beforeEach(() => {
  clock = new TestClock();
  store = new LogStore((paint) => paint());
  table = [];
  closed = false;
  reads = [];
  states = [];
  failures = 0;
  follower = new LogFollower(store, read, clock, (state) => states.push(state));
});

/** Trellis with two chunks to a page. */
async function read(after: string | undefined): Promise<LogPage> {
  reads.push(after);
  if (failures > 0) {
    failures--;
    throw new Error("no answer");
  }
  const rest = table.filter(({ key }) => after === undefined || key > after);
  const items = rest.slice(0, 2);
  const complete = closed && items.length === rest.length;
  return { items, next_after: complete ? null : (items.at(-1)?.key ?? after ?? null), complete };
}

test("reads page after page until there is nothing more", async () => {
  table = [one, two, three];
  follower.pull();
  await settled();
  expect(reads).toEqual([undefined, two.key, three.key]);
  expect([store.snapshot().lines, states]).toEqual([3, ["following"]]);
});

test("tells when the log is complete, and reads no more", async () => {
  table = [one];
  closed = true;
  follower.pull();
  await settled();
  follower.pull();
  await settled();
  expect([states, reads.length]).toEqual([["ended"], 1]);
});

test("asks the table when a push does not follow, after a moment for the one that is on its way", async () => {
  table = [one, two, three];
  follower.push([one]);
  follower.push([three]);
  await clock.pass(149);
  expect(reads).toEqual([]);
  await clock.pass(1);
  expect(reads[0]).toBe(one.key);
  expect(store.snapshot().lines).toBe(3);
});

test("does not ask when the hole was filled by then", async () => {
  follower.push([one]);
  follower.push([three]);
  follower.push([two]);
  await clock.pass(1000);
  expect(reads).toEqual([]);
});

test("asks again, ever more slowly, while the hole stays", async () => {
  table = [one];
  follower.push([one, three]);
  await clock.pass(150);
  await clock.pass(500);
  expect(reads).toEqual([one.key, one.key]);
  await clock.pass(999);
  expect(reads.length).toBe(2);
  table = [one, two, three];
  await clock.pass(1);
  expect(store.snapshot().lines).toBe(3);
});

test("reads what the job says is there when no push brings it", async () => {
  table = [one, two];
  follower.push([one]);
  follower.expect(two.key);
  await clock.pass(1000);
  expect(store.snapshot().lines).toBe(2);
});

test("says that reading fails and tries again by itself", async () => {
  table = [one];
  failures = 1;
  follower.pull();
  await settled();
  expect(states).toEqual(["failing"]);
  await clock.pass(500);
  expect([states, store.snapshot().lines]).toEqual([["failing", "following"], 1]);
});

test("a pull in the middle of a read is not lost", async () => {
  table = [one];
  follower.pull();
  follower.pull();
  table.push(four);
  await settled();
  expect(reads.length).toBeGreaterThan(2);
});

test("stops", async () => {
  failures = 1;
  follower.pull();
  await settled();
  follower.stop();
  await clock.pass(10_000);
  expect([reads.length, clock.timers.size]).toEqual([1, 0]);
});
