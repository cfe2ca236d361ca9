import { escapesIn, plainText } from "./escape-sequences.ts";
import { secretForms } from "./secret-forms.ts";

export const maskText = "***";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Text of a line that may be shown, or a place where a secret stood. */
export type MaskedPiece = { readonly text: string; readonly end: number; readonly secret: boolean };

/** Knows the secrets of this runner and takes them out of whatever is shown. */
export class Mask {
  #forms: readonly string[] = [];

  /** From now on the secret is masked, in every form that it may take. */
  add(...secrets: readonly string[]): void {
    const forms = new Set([...this.#forms, ...secrets.flatMap(secretForms)]);
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
  }

  apply(text: string): string {
    return this.pieces(text)
      .map(({ text: piece }) => piece)
      .join("");
  }

  /** The text cut at its secrets. `end` is where a piece ends in the original text. */
  pieces(text: string): MaskedPiece[] {
    const pieces: MaskedPiece[] = [];
    let from = 0;
    for (const { start, end } of this.#spans(text)) {
      if (start > from) pieces.push({ text: text.slice(from, start), end: start, secret: false });
      // Colours that changed inside the secret must not run on behind it.
      pieces.push({ text: maskText + escapesIn(text.slice(start, end)), end, secret: true });
      from = end;
    }
    if (from < text.length) pieces.push({ text: text.slice(from), end: text.length, secret: false });
    return pieces;
  }

  #spans(text: string): Span[] {
    const found = this.#find(text);
    if (!text.includes("\u001b")) return merged(found);
    // Colour codes within a secret must not hide it.
    const { plain, places } = plainText(text);
    const inPlain = this.#find(plain).map(({ start, end }) => ({
      start: places[start] ?? 0,
      end: (places[end - 1] ?? text.length - 1) + 1,
    }));
    return merged([...found, ...inPlain]);
  }

  #find(text: string): Span[] {
    const found: Span[] = [];
    for (const form of this.#forms) {
      for (let start = text.indexOf(form); start !== -1; start = text.indexOf(form, start + 1)) {
        found.push({ start, end: start + form.length });
      }
    }
    return found;
  }
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && span.start < last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else result.push(span);
  }
  return result;
}
