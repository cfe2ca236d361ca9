import { limits } from "../../../lambdas/contract/limits.ts";
import { cutReserveChars } from "./cut-line.ts";

/** Takes a line without its end; `wasCut` when more followed than is kept. */
export type LineTaker = (line: string, wasCut: boolean) => void;

/**
 * Makes lines of a process's output. Progress bars that overwrite themselves with `\r` become their last state, invalid
 * UTF-8 becomes U+FFFD, and of an endless line only so much is kept that memory stays bounded.
 */
export class LineSplitter {
  readonly #take: LineTaker;
  readonly #maxChars: number;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #line = "";
  #wasCut = false;
  /** A `\r` was read: if no `\n` follows, what comes overwrites the line. */
  #returned = false;

  constructor(take: LineTaker, maxChars: number = limits.lineMaxBytes + cutReserveChars) {
    this.#take = take;
    this.#maxChars = maxChars;
  }

  push(bytes: Uint8Array): void {
    this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The output has ended: a last line without an end is a line too. */
  end(): void {
    this.#read(this.#decoder.decode());
    if (this.#line !== "") this.#emit();
  }

  #read(text: string): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf("\n", from);
      this.#append(text.slice(from, end === -1 ? undefined : end));
      if (end === -1) return;
      this.#emit();
      from = end + 1;
    }
  }

  #append(text: string): void {
    if (text === "") return;
    const parts = text.split("\r");
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.#returned = true;
      if (part === "") continue;
      if (this.#returned) this.#startAgain();
      const room = this.#maxChars - this.#line.length;
      if (part.length > room) this.#wasCut = true;
      this.#line += part.slice(0, Math.max(0, room));
    }
  }

  #emit(): void {
    const line = this.#line;
    const wasCut = this.#wasCut;
    this.#startAgain();
    this.#take(line, wasCut);
  }

  #startAgain(): void {
    this.#line = "";
    this.#wasCut = false;
    this.#returned = false;
  }
}
