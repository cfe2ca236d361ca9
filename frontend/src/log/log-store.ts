import type { Chunk, LogPage } from "../../../lambdas/contract/log.ts";
import { keyInSection, parseLogKey, sectionOf } from "./log-key.ts";
import { appendRows, carriedColours, type LogLine, type LogRow, type LogSection } from "./log-lines.ts";

/** What the page shows. A new object after each change; parts that did not change stay the same. */
export interface LogSnapshot {
  readonly sections: readonly LogSection[];
  readonly lines: number;
  readonly missing: number;
  /** Everything is here: closed, and each key there or declared. */
  readonly complete: boolean;
  /** Pushes wait behind a hole until it is filled or declared. */
  readonly waiting: boolean;
}

/**
 * The log of one job as far as it is known without a gap. Takes pushed chunks and read pages in any order and any
 * overlap; shows each chunk once, in key order, and nothing behind a hole that was not declared.
 */
export class LogStore {
  #snapshot: LogSnapshot = { sections: [], lines: 0, missing: 0, complete: false, waiting: false };
  /** What listeners were last told: between two paints the page sees one state. */
  #painted = this.#snapshot;
  /** Shown chunks in order: what a late declaration is sorted in by, and what log.txt is made of. */
  #shown: Chunk[] = [];
  readonly #ahead = new Map<string, Chunk>();
  #missing: readonly string[] = [];
  /** How many of `#missing` lie before the tail, and so are shown. */
  #missingShown = 0;
  #tail: string | undefined;
  #colours = "";
  #dirty = false;
  readonly #listeners = new Set<() => void>();
  readonly #schedule: (paint: () => void) => void;

  /** `schedule` runs `paint` once, later: with an animation frame a thousand pushes cost one paint. */
  constructor(schedule: (paint: () => void) => void) {
    this.#schedule = schedule;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LogSnapshot => this.#painted;

  /** The last key that is shown: where the next page starts. */
  get lastKey(): string | undefined {
    return this.#tail;
  }

  /** Whether a pushed chunk waits behind a hole, so that a page must be read. */
  get hasHole(): boolean {
    return this.#ahead.size > 0;
  }

  get complete(): boolean {
    return this.#snapshot.complete;
  }

  get chunks(): readonly Chunk[] {
    return this.#shown;
  }

  push(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) if (this.#isNew(chunk)) this.#ahead.set(chunk.key, chunk);
    this.#advance();
    this.#changed({ waiting: this.hasHole });
  }

  /** A page that was read after a key not behind the tail: Trellis answers it without undeclared holes. */
  addPage(page: LogPage): void {
    for (const chunk of page.items) {
      this.#ahead.delete(chunk.key);
      if (this.#isNew(chunk)) this.#show(chunk);
    }
    this.#advance();
    const complete = page.complete && (page.next_after === null || page.items.length === 0);
    if (complete) this.#showMissingAtTheEnd();
    this.#changed({ waiting: this.hasHole, complete: complete || this.#snapshot.complete });
  }

  /** The keys that were given up, as the job tells them. */
  declareMissing(keys: readonly string[]): void {
    // What is given up stays so; a push tells only the first of many.
    if (keys.length <= this.#missing.length) return;
    this.#missing = keys.toSorted();
    const declaredBehind = this.#missing.filter((key) => this.#tail !== undefined && key < this.#tail).length;
    if (declaredBehind > this.#missingShown) this.#rebuild();
    if (this.#snapshot.complete) this.#showMissingAtTheEnd();
    this.#advance();
    this.#changed({ waiting: this.hasHole });
  }

  #isNew(chunk: Chunk): boolean {
    return this.#tail === undefined || chunk.key > this.#tail;
  }

  /** Shows what is known to follow the tail directly. */
  #advance(): void {
    if (this.#ahead.size === 0) return;
    const waiting = [...this.#ahead.keys()].toSorted();
    for (const key of waiting) {
      const chunk = this.#ahead.get(key);
      if (chunk === undefined) continue;
      if (this.#isNew(chunk) && !this.#follows(chunk)) return;
      this.#ahead.delete(key);
      if (this.#isNew(chunk)) this.#show(chunk);
    }
  }

  #follows(chunk: Chunk): boolean {
    const last = this.#shown.at(-1);
    const { n } = parseLogKey(chunk.key);
    const section = sectionOf(chunk.key);
    if (last !== undefined && sectionOf(last.key) === section) {
      return this.#declared(section, parseLogKey(this.#tail ?? last.key).n + 1, n);
    }
    if (!this.#declared(section, 1, n)) return false;
    if (last === undefined) return chunk.line === 1;
    // Whether a step in between has lines that did not come is told by the line's number alone.
    return last.last === true && chunk.line === last.line + lineCount(last);
  }

  /** Whether every key of the section from `start` until before `end` was given up. */
  #declared(section: string, start: number, end: number): boolean {
    for (let n = start; n < end; n++) if (!this.#missing.includes(keyInSection(section, n))) return false;
    return true;
  }

  #show(chunk: Chunk): void {
    const { attempt, step } = parseLogKey(chunk.key);
    const id = sectionOf(chunk.key);
    const sections = [...this.#snapshot.sections];
    const open = sections.at(-1);
    const section = open?.id === id ? open : { id, attempt, step, blocks: [], rows: 0, ended: false };
    const rows: LogRow[] = [];
    const lost = this.#missing.slice(this.#missingShown).filter((key) => key < chunk.key);
    this.#missingShown += lost.length;
    if (lost.length > 0) rows.push({ missing: lost });
    const before = this.#shown.at(-1);
    if (before?.stream !== chunk.stream || sectionOf(before.key) !== id) this.#colours = "";
    const lines = this.#linesOf(chunk);
    for (const line of lines) rows.push(line);
    const next = appendRows(section, rows, chunk.last === true);
    sections[open?.id === id ? sections.length - 1 : sections.length] = next;
    this.#shown.push(chunk);
    this.#tail = chunk.key;
    this.#snapshot = {
      ...this.#snapshot,
      sections,
      lines: this.#snapshot.lines + lines.length,
      missing: this.#missingShown,
    };
  }

  /** Nothing comes any more: what was given up behind the last line is told as well. */
  #showMissingAtTheEnd(): void {
    const lost = this.#missing.slice(this.#missingShown);
    const section = this.#snapshot.sections.at(-1);
    if (lost.length === 0 || section === undefined) return;
    this.#missingShown += lost.length;
    const sections = [...this.#snapshot.sections.slice(0, -1), appendRows(section, [{ missing: lost }], false)];
    this.#snapshot = { ...this.#snapshot, sections, missing: this.#missingShown };
  }

  #linesOf(chunk: Chunk): LogLine[] {
    if (chunk.text === "") return [];
    const texts = chunk.text.split("\n");
    if (texts.at(-1) === "") texts.pop();
    return texts.map((text, index) => {
      const whole = this.#colours + text;
      this.#colours = carriedColours(this.#colours, text);
      return { number: chunk.line + index, stream: chunk.stream, text: whole, at: chunk.at };
    });
  }

  /** A hole behind the tail was declared after it had been passed: put its mark where it belongs. Rare. */
  #rebuild(): void {
    const shown = this.#shown;
    this.#shown = [];
    this.#tail = undefined;
    this.#missingShown = 0;
    this.#snapshot = { ...this.#snapshot, sections: [], lines: 0 };
    for (const chunk of shown) this.#show(chunk);
  }

  #changed(part: Partial<LogSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    if (this.#dirty) return;
    this.#dirty = true;
    this.#schedule(() => {
      this.#dirty = false;
      this.#painted = this.#snapshot;
      for (const listener of this.#listeners) listener();
    });
  }
}

function lineCount(chunk: Chunk): number {
  if (chunk.text === "") return 0;
  return chunk.text.split("\n").length - 1;
}
