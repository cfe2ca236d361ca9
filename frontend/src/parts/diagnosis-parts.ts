/** A piece of an error's message: a paragraph, the cloud's own words, or something to copy. */
export type DiagnosisPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "said"; readonly who: string; readonly text: string }
  | { readonly kind: "code"; readonly text: string };

const fence = /^\s*```/;
const indented = /^(?: {2,}|\t)/;
/** A sentence that ends in a command of one of the clouds' tools. */
const toRun = /^(.*?:) ((?:aws|az|gcloud|terraform) [^ ].*)$/;
const said = /^((?:[A-Z][A-Za-z]*)(?: [A-Z][A-Za-z]*)* said): (.+)$/;

/**
 * Takes an error's message apart. It is plain text: lines that are indented or fenced are something to copy, and so is
 * a policy that stands in a sentence as JSON.
 */
export function diagnosisParts(message: string): DiagnosisPart[] {
  const parts: DiagnosisPart[] = [];
  const lines = message.split("\n");
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    if (fence.test(line)) {
      const end = endOf(lines, at + 1, (next) => !fence.test(next));
      addCode(parts, lines.slice(at + 1, end));
      at = end + 1;
    } else if (indented.test(line) && line.trim() !== "") {
      const end = endOf(lines, at, (next) => indented.test(next) || next.trim() === "");
      addCode(parts, lines.slice(at, end));
      at = end;
    } else {
      parts.push(...partsOfLine(line.trim()));
      at += 1;
    }
  }
  return parts;
}

function endOf(lines: readonly string[], from: number, goesOn: (line: string) => boolean): number {
  const length = lines.slice(from).findIndex((line) => !goesOn(line));
  return length === -1 ? lines.length : from + length;
}

function addCode(parts: DiagnosisPart[], lines: readonly string[]): void {
  const filled = lines.filter((line) => line.trim() !== "");
  if (filled.length === 0) return;
  const margin = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  const text = lines.map((line) => line.slice(margin)).join("\n");
  parts.push({ kind: "code", text: text.replace(/^\n+|\s+$/g, "") });
}

function partsOfLine(line: string): DiagnosisPart[] {
  if (line === "") return [];
  const [, who, words] = said.exec(line) ?? [];
  if (who !== undefined && words !== undefined) return [{ kind: "said", who, text: words }];
  const [, sentence, command] = toRun.exec(line) ?? [];
  if (sentence !== undefined && command !== undefined)
    return [
      { kind: "text", text: sentence },
      { kind: "code", text: laidOutCommand(command) },
    ];
  const json = jsonIn(line);
  if (json === undefined) return [{ kind: "text", text: line }];
  const after = line.slice(json.end).replace(/^[.,;]?\s*/, "");
  return [...partsOfLine(line.slice(0, json.start).trim()), { kind: "code", text: json.text }, ...partsOfLine(after)];
}

/** Shorter JSON than this, such as a condition, is read in its sentence. */
const shortMaxChars = 100;

/** The first JSON object in a sentence that is long enough to be taken out, laid out in lines. */
function jsonIn(line: string): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  for (let start = line.indexOf("{"); start !== -1; start = line.indexOf("{", start + 1)) {
    const end = closingBrace(line, start);
    if (end === undefined) return undefined;
    const text = laidOut(line.slice(start, end));
    if (text !== undefined && end - start > shortMaxChars) return { start, end, text };
    if (text !== undefined) start = end;
  }
  return undefined;
}

/** Where the object that begins at `start` ends; braces in strings do not count. */
function closingBrace(line: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < line.length; at += 1) {
    const character = line[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** What is in quotes, what leads to a new line, or one character of the rest. */
const commandPieces = /'[^']*'|"[^"]*"| && | --|[^]/g;

/** Each command and each option on a line of its own. Pasted, it is the same: quoted text is left as it is. */
function laidOutCommand(command: string): string {
  const pieces = command.match(commandPieces) ?? [];
  return pieces.map((piece) => (piece === " && " ? " &&\n" : piece === " --" ? " \\\n  --" : piece)).join("");
}

function laidOut(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}
