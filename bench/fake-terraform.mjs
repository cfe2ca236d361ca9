/**
 * Stands on the path as `terraform` while a benchmark runs: `node fake-terraform.mjs <control folder> <command> …`. Its
 * `apply` writes lines as the file `go.json` of that folder says, each with the moment at which it was written, and
 * ends with 1; all other commands end with 0 at once. A SIGINT is told, with its moment, in the file `interrupts`.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** @typedef {{ startAt: number, lines: number, perSecond: number }} Go times in epoch milliseconds */

const [folder = "", command] = process.argv.slice(2);

async function apply() {
  process.on("SIGINT", () => {
    appendFileSync(`${folder}/interrupts`, `${Date.now()}\n`);
    process.exit(1);
  });
  write("applying");
  const file = `${folder}/go.json`;
  while (!existsSync(file)) await pause(20);
  /** @type {Go} */
  const { startAt, lines, perSecond } = JSON.parse(readFileSync(file, "utf8"));
  for (let line = 0; line < lines; line += 1) {
    const wait = startAt + (line * 1000) / perSecond - Date.now();
    if (wait > 0) await pause(wait);
    write(`aws_subnet.this[${line % 9}]: Still creating... [00m10s elapsed] bench ${line} ${Date.now()}`);
  }
}

/** @param {string} text */
function write(text) {
  process.stdout.write(`${JSON.stringify({ "@level": "info", "@message": text, type: "apply_progress" })}\n`);
}

if (command === "apply") {
  await apply();
  process.exitCode = 1;
}
