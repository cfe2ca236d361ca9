import { closeSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { chunkSchema, type Chunk } from "../../../lambdas/contract/log.ts";

interface Entry {
  readonly key: string;
  readonly isLast: boolean;
  /** The number of the line after it. */
  readonly nextLine: number;
  /** The chunk itself; or where it is in the file; or nothing where neither memory nor disk had room. */
  readonly place: { readonly offset: number; readonly bytes: number } | Chunk | undefined;
  readonly bytes: number;
}

/** What waits for the next request or two need not go by way of the disk. */
const memoryBytes = 256 * 1024;
/** While the disk is full, so much of the log may wait in memory. */
const memoryMaxBytes = 4 * 1024 * 1024;

/**
 * The chunks that wait to be sent, first in first out. Beyond the first of them on disk, so that a long silence of Trellis
 * costs no memory.
 */
export class Spool {
  readonly #file: number;
  readonly #onDiskFull: () => void;
  #entries: Entry[] = [];
  #end = 0;
  #inMemoryBytes = 0;

  constructor(path: string, onDiskFull: () => void) {
    this.#file = openSync(path, "w+", 0o600);
    this.#onDiskFull = onDiskFull;
  }

  get length(): number {
    return this.#entries.length;
  }

  get keys(): string[] {
    return this.#entries.map(({ key }) => key);
  }

  append(chunk: Chunk): void {
    const json = JSON.stringify(chunk);
    const bytes = Buffer.byteLength(json);
    const place =
      this.#keepInMemory(chunk, bytes, memoryBytes) ??
      this.#store(Buffer.from(json)) ??
      this.#keepInMemory(chunk, bytes, memoryMaxBytes);
    this.#entries.push(entryOf(chunk, place, bytes));
  }

  /** The first chunk, if it is not there any more: neither disk nor memory had room for it. */
  firstIsLost(): boolean {
    const first = this.#entries[0];
    return first !== undefined && first.place === undefined;
  }

  first(): Pick<Entry, "key" | "isLast" | "nextLine"> | undefined {
    return this.#entries[0];
  }

  /** The first chunks that are there, at least one of them, as far as both limits allow. */
  take(maxChunks: number, maxBytes: number): Chunk[] {
    const chunks: Chunk[] = [];
    let bytes = 0;
    for (const entry of this.#entries.slice(0, maxChunks)) {
      bytes += entry.bytes;
      if (entry.place === undefined || (chunks.length > 0 && bytes > maxBytes)) break;
      chunks.push(this.#read(entry.place));
    }
    return chunks;
  }

  drop(count: number): void {
    for (const { place, bytes } of this.#entries.slice(0, count)) {
      if (place !== undefined && "key" in place) this.#inMemoryBytes -= bytes;
    }
    this.#entries = this.#entries.slice(count);
    if (this.#entries.length > 0 || this.#end === 0) return;
    ftruncateSync(this.#file, 0);
    this.#end = 0;
  }

  /** Puts a chunk before all others. */
  putFirst(chunk: Chunk): void {
    this.#inMemoryBytes += chunk.text.length;
    this.#entries.unshift(entryOf(chunk, chunk, chunk.text.length));
  }

  close(): void {
    closeSync(this.#file);
  }

  #store(bytes: Buffer): Entry["place"] {
    const offset = this.#end;
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, offset + done);
      }
    } catch {
      // Whatever a disk refuses, the log goes on without it.
      this.#onDiskFull();
      return undefined;
    }
    this.#end += bytes.length;
    return { offset, bytes: bytes.length };
  }

  #keepInMemory(chunk: Chunk, bytes: number, maxBytes: number): Entry["place"] {
    if (this.#inMemoryBytes + bytes > maxBytes) return undefined;
    this.#inMemoryBytes += bytes;
    return chunk;
  }

  #read(place: NonNullable<Entry["place"]>): Chunk {
    if ("key" in place) return place;
    const bytes = Buffer.alloc(place.bytes);
    readSync(this.#file, bytes, 0, place.bytes, place.offset);
    return chunkSchema.parse(JSON.parse(bytes.toString()));
  }
}

function entryOf(chunk: Chunk, place: Entry["place"], bytes: number): Entry {
  const nextLine = chunk.line + chunk.text.split("\n").length - 1;
  return { key: chunk.key, isLast: chunk.last === true, nextLine, place, bytes };
}
