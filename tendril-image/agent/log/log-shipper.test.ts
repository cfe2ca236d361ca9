import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendLogSchema } from "../../../lambdas/contract/worker.ts";
import type { Chunk } from "../../../lambdas/contract/log.ts";
import { ManualClock } from "../manual-clock.ts";
import { Mask } from "../mask/mask.ts";
import { FencedError, RefusedError, UnreachableError } from "../trellis/errors.ts";
import { LogShipper } from "./log-shipper.ts";
import { Spool } from "./spool.ts";

type Answer = Error | { readonly watched: boolean };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shipper-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

class World {
  readonly clock = new ManualClock();
  readonly fence = new AbortController();
  readonly stored = new Map<string, Chunk>();
  readonly missing: string[] = [];
  /** When each request came, in milliseconds. */
  readonly requests: number[] = [];
  readonly spool = new Spool(join(folder, "spool"), () => undefined);
  /** Every answer that is not given here is a yes. */
  answer: (chunks: readonly Chunk[]) => Answer | undefined = () => undefined;
  /** Takes that long. */
  millis = 0;
  inFlight = 0;
  mostInFlight = 0;
  heartbeatAt: Date | undefined;
  readonly #start = this.clock.now().getTime();
  readonly shipper = new LogShipper({
    attempt: 1,
    nextLine: 11,
    spool: this.spool,
    mask: new Mask(),
    clock: this.clock,
    random: () => 0.5,
    append: (chunks, missing) => this.#append(chunks, missing),
    lastHeartbeatAt: () => this.heartbeatAt,
    fence: this.fence.signal,
    onFenced: () => this.fence.abort(),
    log: () => undefined,
  });

  async #append(chunks: readonly Chunk[], missing: readonly string[]): Promise<{ watched: boolean }> {
    appendLogSchema.parse({ attempt: 1, chunks, ...(missing.length > 0 && { missing }) });
    this.requests.push(this.clock.now().getTime() - this.#start);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    if (this.millis > 0) await new Promise<void>((resolve) => this.clock.after(this.millis, resolve));
    this.inFlight -= 1;
    const answer = this.answer(chunks) ?? { watched: true };
    if (answer instanceof Error) throw answer;
    for (const chunk of chunks) {
      const held = this.stored.get(chunk.key);
      expect(held ?? chunk).toEqual(chunk);
      this.stored.set(chunk.key, chunk);
    }
    this.missing.push(...missing);
    return answer;
  }

  get keys(): string[] {
    return [...this.stored.keys()];
  }

  get text(): string {
    return [...this.stored.values()].map(({ text }) => text).join("");
  }
}

describe("sends", () => {
  test("at once after quiet, then every 100 ms", async () => {
    const world = new World();
    const log = world.shipper.step(4);
    for (let line = 0; line < 30; line += 1) {
      log.line("STDOUT", `line ${line}`);
      await world.clock.advance(10);
    }
    expect(world.requests).toEqual([0, 100, 200, 300]);
    await world.clock.advance(1000);
    log.line("STDOUT", "after quiet");
    await world.clock.advance(0);
    expect(world.requests.at(-1)).toBe(1300);
  });

  test("every 2 s while nobody watches", async () => {
    const world = new World();
    world.answer = () => ({ watched: false });
    const log = world.shipper.step(4);
    for (let line = 0; line < 50; line += 1) {
      log.line("STDOUT", `line ${line}`);
      await world.clock.advance(100);
    }
    expect(world.requests).toEqual([0, 2000, 4000]);
  });

  test("16 KB without waiting", async () => {
    const world = new World();
    const log = world.shipper.step(4);
    log.line("STDOUT", "first");
    await world.clock.advance(1);
    for (let line = 0; line < 170; line += 1) log.line("STDOUT", "x".repeat(100));
    await world.clock.advance(0);
    expect(world.requests).toEqual([0, 1]);
  });

  test.each([
    { millis: 40, requests: [0, 100, 200, 300, 400, 500, 600, 700, 800, 900] },
    { millis: 120, requests: [0, 240, 480, 720, 960] },
    { millis: 180, requests: [0, 250, 500, 750] },
    { millis: 350, requests: [0, 350, 700] },
    { millis: 700, requests: [0, 700] },
  ])(
    "one request at a time, and rests as long as one took, up to 250 ms from one to the next, $millis ms",
    async ({ millis, requests }) => {
      const world = new World();
      world.millis = millis;
      const log = world.shipper.step(4);
      for (let line = 0; line < 99; line += 1) {
        log.line("STDOUT", `line ${line}`);
        await world.clock.advance(10);
      }
      expect(world.mostInFlight).toBe(1);
      expect(world.requests).toEqual(requests);
    },
  );

  test("one slow request holds up the next but little", async () => {
    const world = new World();
    const log = world.shipper.step(4);
    for (let line = 0; line < 99; line += 1) {
      world.millis = world.requests.length === 3 ? 200 : 40;
      log.line("STDOUT", `line ${line}`);
      await world.clock.advance(10);
    }
    expect(world.requests).toEqual([0, 100, 200, 300, 500, 640, 765, 878, 984]);
  });
});

describe("numbers", () => {
  test("chunks by step from 1, lines through the job, and marks the last chunk of a step", async () => {
    const world = new World();
    const config = world.shipper.step(2);
    config.say("one\ntwo");
    await world.clock.advance(1000);
    config.end();
    const init = world.shipper.step(3);
    init.line("STDOUT", "three");
    init.line("STDERR", "four");
    init.end();
    await world.clock.advance(1000);
    expect([...world.stored.values()].map(({ key, stream, line, last }) => [key, stream, line, last])).toEqual([
      ["01.02.00000001", "SYSTEM", 11, undefined],
      ["01.02.00000002", "SYSTEM", 13, true],
      ["01.03.00000001", "STDOUT", 13, undefined],
      ["01.03.00000002", "STDERR", 14, true],
    ]);
  });

  test("keeps a chunk under 24 KB whatever its characters", async () => {
    const world = new World();
    const log = world.shipper.step(4);
    for (let line = 0; line < 50; line += 1) log.line("STDOUT", "\u0001".repeat(1500));
    log.end();
    await world.shipper.drain(60_000);
    expect(world.text.split("\n")).toHaveLength(51);
  });
});

describe("when Trellis does not take it", () => {
  test("a chunk that is refused three times is stored in order, without a hole", async () => {
    const world = new World();
    let refusals = 3;
    world.answer = (chunks) =>
      chunks[0]?.text.startsWith("line 20\n") && refusals-- > 0
        ? new UnreachableError("no", { status: 500 })
        : undefined;
    const log = world.shipper.step(4);
    for (let line = 0; line < 100; line += 1) {
      log.line("STDOUT", `line ${line}`);
      await world.clock.advance(10);
    }
    log.end();
    await world.clock.advance(10_000);
    expect(world.keys).toEqual([...world.keys].sort());
    expect(world.text).toBe(Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join(""));
    expect(world.missing).toEqual([]);
  });

  test("an hour of silence loses nothing", async () => {
    const world = new World();
    let silent = true;
    world.answer = () => (silent ? new UnreachableError("no") : undefined);
    const log = world.shipper.step(4);
    const lines = Array.from({ length: 3600 }, (_, line) => `line ${line} ${"x".repeat(50)}`);
    for (const line of lines) {
      log.line("STDOUT", line);
      await world.clock.advance(1000);
    }
    silent = false;
    log.end();
    await world.clock.advance(10_000);
    expect(world.text).toBe(lines.map((line) => `${line}\n`).join(""));
  });

  test("a down Trellis that answers 503 is waited for", async () => {
    const world = new World();
    let down = true;
    world.answer = () => (down ? new UnreachableError("no", { status: 503 }) : undefined);
    const log = world.shipper.step(4);
    log.line("STDOUT", "kept");
    await world.clock.advance(30 * 60_000);
    down = false;
    log.end();
    await world.clock.advance(10_000);
    expect(world.text).toBe("kept\n");
    expect(world.missing).toEqual([]);
  });

  test("a chunk that is refused for ever is declared missing, and its step still ends", async () => {
    const world = new World();
    world.answer = (chunks) => {
      world.heartbeatAt = world.clock.now();
      return chunks.some(({ text }) => text.includes("poison"))
        ? new UnreachableError("no", { status: 500 })
        : undefined;
    };
    world.shipper.step(3).line("STDOUT", "poison");
    world.shipper.step(3).end();
    world.shipper.step(4).line("STDOUT", "after");
    world.shipper.step(4).end();
    await world.clock.advance(120_000);
    expect(world.missing).toEqual(["01.03.00000001"]);
    expect(world.stored.get("01.03.00000002")).toMatchObject({ text: "", line: 12, last: true });
    expect(world.stored.get("01.04.00000001")).toMatchObject({ text: "after\n", line: 12, last: true });
  });

  test("a chunk that is not valid to Trellis is given up at once", async () => {
    const world = new World();
    world.answer = (chunks) =>
      chunks.some(({ text }) => text.includes("bad")) ? new RefusedError(400, "INVALID_REQUEST", "no") : undefined;
    const log = world.shipper.step(3);
    log.line("STDOUT", "good");
    log.line("STDERR", "bad");
    log.line("STDOUT", "good too");
    log.end();
    await world.clock.advance(2000);
    expect(world.missing).toEqual(["01.03.00000002"]);
    expect(world.text).toBe("good\ngood too\n");
  });

  test("the end of a job does not wait longer than it may", async () => {
    const world = new World();
    world.answer = () => new UnreachableError("no");
    world.shipper.step(3).end();
    let drained = false;
    void world.shipper.drain(30_000).then(() => (drained = true));
    await world.clock.advance(29_000);
    expect(drained).toBe(false);
    await world.clock.advance(1_000);
    expect(drained).toBe(true);
  });
});

test("sends not a line more once it is fenced", async () => {
  const world = new World();
  world.answer = () => new FencedError(409, "STALE_ATTEMPT", "no");
  const log = world.shipper.step(4);
  log.line("STDOUT", "one");
  await world.clock.advance(1000);
  log.line("STDOUT", "two");
  log.end();
  await world.clock.advance(60_000);
  await world.shipper.drain(1000);
  expect(world.requests).toHaveLength(1);
});
