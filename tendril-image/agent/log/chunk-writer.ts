import { limits } from "../../../lambdas/contract/limits.ts";
import { encodedBytes, type Chunk, type Stream } from "../../../lambdas/contract/log.ts";
import type { Clock } from "../clock.ts";
import type { Mask } from "../mask/mask.ts";
import { cutLine } from "./cut-line.ts";

export interface ChunkWriterOptions {
  readonly attempt: number;
  readonly nextLine: number;
  readonly mask: Mask;
  readonly clock: Clock;
}

interface Pending {
  readonly step: number;
  readonly stream: Stream;
  readonly line: number;
  readonly at: string;
  text: string;
  bytes: number;
}

/** Makes chunks of lines: whole lines of one stream, at most 24 KB, numbered without holes. */
export class ChunkWriter {
  readonly #options: ChunkWriterOptions;
  readonly #take: (chunk: Chunk) => void;
  readonly #chunksOfStep = new Map<number, number>();
  readonly #replaced = new Set<number>();
  #nextLine: number;
  #pending: Pending | undefined;

  constructor(options: ChunkWriterOptions, take: (chunk: Chunk) => void) {
    this.#options = options;
    this.#take = take;
    this.#nextLine = options.nextLine;
  }

  get hasPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Takes a line; true when so much is waiting that it should leave at once. */
  line(step: number, stream: Stream, line: string, wasCut: boolean): boolean {
    const text = `${cutLine(line, this.#options.mask, wasCut)}\n`;
    const bytes = encodedBytes(text);
    const { stream: pendingStream, bytes: pendingBytes = 0 } = this.#pending ?? {};
    if (pendingStream !== stream || pendingBytes + bytes > limits.chunkMaxBytes) this.seal();
    this.#pending ??= this.#start(step, stream);
    this.#pending.text += text;
    this.#pending.bytes += bytes;
    this.#nextLine += 1;
    if (this.#pending.bytes < limits.logFlushBytes) return false;
    this.seal();
    return true;
  }

  endStep(step: number): void {
    this.#pending ??= this.#start(step, "SYSTEM");
    this.#finish(true);
  }

  seal(): void {
    this.#finish(false);
  }

  /** A key after the one of a step's last chunk, when that one was given up; once a step. */
  keyAfterLast(key: string): string | undefined {
    const step = Number(key.split(".")[1]);
    if (this.#replaced.has(step)) return undefined;
    this.#replaced.add(step);
    return this.#nextKey(step);
  }

  #start(step: number, stream: Stream): Pending {
    const at = this.#options.clock.now().toISOString();
    return { step, stream, line: this.#nextLine, at, text: "", bytes: 0 };
  }

  #finish(last: boolean): void {
    if (this.#pending === undefined) return;
    const { step, stream, line, at, text } = this.#pending;
    this.#pending = undefined;
    this.#take({ key: this.#nextKey(step), stream, text, at, line, ...(last && { last }) });
  }

  #nextKey(step: number): string {
    const n = (this.#chunksOfStep.get(step) ?? 0) + 1;
    this.#chunksOfStep.set(step, n);
    const padded = (value: number, length: number) => String(value).padStart(length, "0");
    return `${padded(this.#options.attempt, 2)}.${padded(step, 2)}.${padded(n, 8)}`;
  }
}
