import { describe, expect, test } from "@jest/globals";
import { plainText, spansOf } from "./ansi.ts";

const text = (line: string) =>
  spansOf(line)
    .map((span) => span.text)
    .join("");

describe("colours", () => {
  test.each([
    ["one of the 16", "\x1b[31mred\x1b[0m plain", [{ text: "red", className: "ansi-red" }, { text: " plain" }]],
    ["bold and bright", "\x1b[1m\x1b[92mok\x1b[0m", [{ text: "ok", className: "ansi-bold ansi-bright-green" }]],
    ["a background", "\x1b[41mx", [{ text: "x", className: "ansi-red-background" }]],
    ["the palette of 256", "\x1b[38;5;208mx", [{ text: "x", color: "rgb(255, 135, 0)" }]],
    ["its greys", "\x1b[38;5;232mx", [{ text: "x", color: "rgb(8, 8, 8)" }]],
    ["true colour", "\x1b[38;2;1;2;3mx", [{ text: "x", color: "rgb(1, 2, 3)" }]],
    ["a line without any", "plain", [{ text: "plain" }]],
  ])("%s", (_name, line, spans) => expect(spansOf(line)).toEqual(spans));
});

describe("what could do harm is text or gone", () => {
  test.each([
    ["markup", "<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["a hyperlink", "\x1b]8;;javascript:alert(1)\x1b\\click\x1b]8;;\x1b\\ me", "click me"],
    ["a clipboard write", "a\x1b]52;c;c2VjcmV0\x07b", "ab"],
    ["a device control string", "a\x1bPq#0;2\x1b\\b", "ab"],
    ["cursor moves and clearing", "\x1b[2J\x1b[10;20Hhello\x1b[1A\x1b[K", "hello"],
    ["private modes", "\x1b[?25lhidden cursor\x1b[?25h", "hidden cursor"],
    ["a reset of the terminal", "a\x1bcb", "ab"],
    ["a string that never ends", "a\x1b]0;title", "a0;title"],
    ["a sequence that never ends", "a\x1b[38;5", "a38;5"],
    ["a lone escape", "a\x1b", "a"],
    ["8-bit controls", "a\x9b2Jb\x9dtitle\x9cc", "abc"],
    ["a progress bar", "10%\r50%\r100%", "100%"],
    ["a carriage return at the end", "done\r", "done"],
    ["a bell and a backspace", "a\x07\x08b", "a␇␈b"],
    ["a tab", "a\tb", "a\tb"],
  ])("%s", (_name, line, expected) => expect(text(line)).toBe(expected));

  test("characters that turn the reading direction are shown by their code", () => {
    expect(spansOf("a\u202egnp.exe")).toEqual([
      { text: "a" },
      { text: "U+202E", className: "ansi-hidden-character" },
      { text: "gnp.exe" },
    ]);
  });

  test("colours around such a character stay", () => {
    expect(spansOf("\x1b[31ma\u2066b")).toEqual([
      { text: "a", className: "ansi-red" },
      { text: "U+2066", className: "ansi-hidden-character" },
      { text: "b", className: "ansi-red" },
    ]);
  });
});

test("a copied line has no escapes", () => {
  expect(plainText("\x1b[1m\x1b[31mError:\x1b[0m \x1b]0;t\x07no")).toBe("Error: no");
});
