import { describe, expect, test } from "@jest/globals";
import { Mask } from "./mask.ts";

const secret = 'aB3/+x"Y<9>&zQ~k(7)*W é';

function masked(text: string): string {
  const mask = new Mask();
  mask.add(secret);
  return mask.apply(text);
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("takes a secret out of a line", () => {
  const forms: readonly (readonly [string, string])[] = [
    ["as it is", secret],
    ["JSON-escaped", JSON.stringify(secret).slice(1, -1)],
    [
      "JSON-escaped as Go does it",
      JSON.stringify(secret).slice(1, -1).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
    ],
    ["in a URL", encodeURIComponent(secret)],
    ["in a URL in lower case", encodeURIComponent(secret).replaceAll(/%../g, (escape) => escape.toLowerCase())],
    ["in a form", new URLSearchParams({ a: secret }).toString().slice(2)],
    ["in hex", Buffer.from(secret).toString("hex")],
  ];
  test.each(forms)("%s", (_, form) => {
    expect(masked(`before ${form} after`)).toBe("before *** after");
  });

  test.each(["", "u", "us", "use", "user:", "user:x"])("in base64 behind %j", (before) => {
    const line = masked(`Authorization: Basic ${base64(before + secret + ":tail")}`);
    expect(line).toContain("***");
    const visible = line.replace("Authorization: Basic ", "").split("***");
    for (const piece of visible) expect(Buffer.from(piece, "base64").toString()).not.toContain(secret.slice(0, 4));
    expect(visible.join("").length).toBeLessThan(base64(`${before}:tail`).length + 8);
  });

  test("with colour codes inside", () => {
    const coloured = `\u001b[31m${secret.slice(0, 5)}\u001b[0m\u001b[1m${secret.slice(5)}\u001b[0m`;
    expect(masked(`a ${coloured} b`)).toBe("a \u001b[31m***\u001b[0m\u001b[1m\u001b[0m b");
  });

  test("every time it occurs", () => {
    expect(masked(`${secret}${secret}-${secret}`)).toBe("******-***");
  });
});

test("masks each line of a secret of several lines", () => {
  const mask = new Mask();
  mask.add("-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----");
  expect(mask.apply("key MIIEvQIBADANBg")).toBe("key ***");
});

test("leaves other text, and its colours, alone", () => {
  expect(masked("\u001b[32m+ create\u001b[0m aB3/+")).toBe("\u001b[32m+ create\u001b[0m aB3/+");
});

test("masks what overlaps as one", () => {
  const mask = new Mask();
  mask.add("abcdefghij", "ghijklmnop");
  expect(mask.apply("x abcdefghijklmnop y")).toBe("x *** y");
});
