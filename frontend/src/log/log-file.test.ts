import { expect, test } from "@jest/globals";
import type { Chunk } from "../../../lambdas/contract/log.ts";
import { logFileText } from "./log-file.ts";

const at = "2026-11-21T12:00:00Z";

test("log.txt has the stream and the line of each line, empty ones too", () => {
  const chunks: Chunk[] = [
    { key: "01.00.00000001", stream: "SYSTEM", text: "one\n\n", at, line: 1 },
    { key: "01.00.00000002", stream: "STDERR", text: "\x1b[31mtwo\x1b[0m\n", at, line: 3 },
    { key: "01.00.00000003", stream: "SYSTEM", text: "", at, line: 4, last: true },
  ];
  expect(logFileText(chunks)).toBe("SYSTEM\tone\nSYSTEM\t\nSTDERR\t\x1b[31mtwo\x1b[0m\n");
});
