import Anser from "anser";

/** A run of text with one look. `color` and `background` are `rgb(…)` where no class has the colour. */
export interface Span {
  readonly text: string;
  readonly className?: string;
  readonly color?: string;
  readonly background?: string;
}

/* eslint-disable no-control-regex */
/** OSC, DCS, SOS, PM and APC strings that are ended: titles, hyperlinks, clipboard writes. */
const controlStrings = /(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)/g;
/** CSI sequences; all but colours are dropped. */
const csi = /(?:\x1b\[|\x9b)([0-?]*)([ -/]*)([@-~])/g;
const otherEscapes = /\x1b[ -/]*[0-Z\\^-~]/g;
/** What is left of escapes that never ended: their text stays to be seen. */
const loneEscapes = /\x1b(?!\[[0-9;]*m)[[\]PX^_]?/g;
const controls = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]/g;
/* eslint-enable no-control-regex */
/** Characters that turn the reading direction: a line could show other words than it has. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const bidiRuns = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/** The spans of one line of a log: colours and plain text, nothing that could move, link or hide. */
export function spansOf(line: string): Span[] {
  const text = clean(line);
  if (!text.includes("\x1b") && !bidi.test(text)) return text === "" ? [] : [{ text }];
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).flatMap((entry) => {
    const look = lookOf(entry);
    return entry.content
      .split(bidiRuns)
      .flatMap((part) => (part === "" ? [] : [bidi.test(part) ? mark(part) : { text: part, ...look }]));
  });
}

/** The line as a person would copy it: no escapes. */
export function plainText(line: string): string {
  // eslint-disable-next-line no-control-regex
  return clean(line).replaceAll(/\x1b\[[0-9;]*m/g, "");
}

function clean(line: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(line)) return line;
  return afterReturn(line)
    .replaceAll(controlStrings, "")
    .replaceAll(csi, (_all, parameters: string, between: string, final: string) =>
      final === "m" && between === "" && /^[0-9;]*$/.test(parameters) ? `\x1b[${parameters}m` : "",
    )
    .replaceAll(otherEscapes, "")
    .replaceAll(loneEscapes, "")
    .replaceAll(controls, (control) => (control < " " ? String.fromCharCode(0x2400 + control.charCodeAt(0)) : ""));
}

/** A progress bar writes over itself with `\r`: what a terminal shows in the end is its last part. */
function afterReturn(line: string): string {
  if (!line.includes("\r")) return line;
  return line.split("\r").findLast((part) => part !== "") ?? "";
}

function mark(character: string): Span {
  const code = character.codePointAt(0) ?? 0;
  return { text: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`, className: "ansi-hidden-character" };
}

type Look = Omit<Span, "text">;

function lookOf(entry: Anser.AnserJsonEntry): Look {
  const foreground = colourOf(entry.fg, entry.fg_truecolor);
  const background = colourOf(entry.bg, entry.bg_truecolor);
  const classes = entry.decorations.map((decoration) => `ansi-${decoration}`);
  if (foreground?.startsWith("ansi-")) classes.push(foreground);
  if (background?.startsWith("ansi-")) classes.push(`${background}-background`);
  return {
    ...(classes.length > 0 ? { className: classes.join(" ") } : {}),
    ...(foreground?.startsWith("rgb") ? { color: foreground } : {}),
    ...(background?.startsWith("rgb") ? { background } : {}),
  };
}

/** A class for the 16 colours, which follow the theme; `rgb(…)` for the palette of 256 and true colour. */
function colourOf(name: string | null, trueColour: string | null): string | undefined {
  if (!name) return undefined;
  if (name === "ansi-truecolor") return trueColour ? `rgb(${trueColour})` : undefined;
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  return index === undefined ? name : paletteColour(Number(index));
}

const cube = [0, 95, 135, 175, 215, 255] as const;

/** xterm's palette: 16 to 231 are a cube of 6 by 6 by 6, 232 to 255 are greys. */
function paletteColour(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const place = index - 16;
  const level = (divisor: number) => cube[Math.floor(place / divisor) % 6] ?? 0;
  return `rgb(${level(36)}, ${level(6)}, ${level(1)})`;
}
