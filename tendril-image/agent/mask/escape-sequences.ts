/** Terminal escape sequences: CSI (colours, cursor), OSC (titles, links) and the two-character ones. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

export function withoutEscapes(text: string): string {
  return text.includes("\u001b") ? text.replaceAll(sequences, "") : text;
}

export interface PlainText {
  readonly plain: string;
  /** For each character of `plain` its place in the original; one more for the end. */
  readonly places: readonly number[];
}

/** The text as a reader sees it, with the way back to where each character stood. */
export function plainText(text: string): PlainText {
  const places: number[] = [];
  let plain = "";
  let from = 0;
  const take = (end: number) => {
    for (let index = from; index < end; index += 1) places.push(index);
    plain += text.slice(from, end);
  };
  for (const match of text.matchAll(sequences)) {
    take(match.index);
    from = match.index + match[0].length;
  }
  take(text.length);
  places.push(text.length);
  return { plain, places };
}

/** Only the escape sequences of a text: they stay where a secret between them goes. */
export function escapesIn(text: string): string {
  return [...text.matchAll(sequences)].map(([sequence]) => sequence).join("");
}
