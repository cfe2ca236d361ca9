import { expect, test } from "@jest/globals";
import { ApplyReader, type Progress } from "./apply-reader.ts";
import { HumanError } from "./human-error.ts";

function read(...messages: readonly (object | string)[]) {
  const lines: string[] = [];
  const progress: Progress[] = [];
  const reader = new ApplyReader({
    line: (stream, text) => lines.push(`${stream}\t${text}`),
    progress: (state) => progress.push(state),
  });
  for (const message of messages) reader.read(typeof message === "string" ? message : JSON.stringify(message), false);
  return { reader, lines, progress };
}

const hook = (type: string, action: string, addr: string) => ({
  type,
  "@message": `${addr}: ${type}`,
  [type === "planned_change" ? "change" : "hook"]: { resource: { addr }, action },
});

test("counts what is done of what was planned", () => {
  const { progress } = read(
    hook("planned_change", "create", "a.one"),
    hook("planned_change", "replace", "a.two"),
    hook("planned_change", "noop", "a.three"),
    hook("apply_start", "create", "a.one"),
    hook("apply_complete", "create", "a.one"),
    hook("apply_start", "delete", "a.two"),
  );
  expect(progress).toEqual([
    { done: 0, total: 3, current: "a.one" },
    { done: 1, total: 3, current: null },
    { done: 1, total: 3, current: "a.two" },
  ]);
});

test("shows errors and warnings as STDERR and keeps the first error", () => {
  const diagnostic = (severity: string, summary: string, detail = "", address?: string) => ({
    type: "diagnostic",
    "@message": `${severity}: ${summary}`,
    diagnostic: { severity, summary, detail, ...(address !== undefined && { address }) },
  });
  const { reader, lines } = read(
    diagnostic("warning", "old"),
    diagnostic("error", "creating role", "It exists\nalready.", "aws_iam_role.task"),
    diagnostic("error", "second"),
  );
  expect(lines).toEqual([
    "STDERR\tWarning: old",
    "STDERR\tError: creating role",
    "STDERR\t  with aws_iam_role.task",
    "STDERR\t",
    "STDERR\tIt exists",
    "STDERR\talready.",
    "STDERR\tError: second",
  ]);
  expect(reader.firstError).toBe("creating role: It exists\nalready.");
});

test("keeps outputs, without those that are sensitive", () => {
  const outputs = { name: { sensitive: false, value: "x" }, password: { sensitive: true } };
  const { reader, lines } = read({ type: "outputs", "@message": "Outputs: 2", outputs });
  expect(reader.outputs).toEqual({ name: "x", password: "(sensitive)" });
  expect(lines).toEqual(["STDOUT\tOutputs: 2", 'STDOUT\tname = "x"', "STDOUT\tpassword = (sensitive)"]);
});

test("shows what is no message as it is", () => {
  expect(read("panic: oh no", '{"half": ', { type: "log", "@message": "hello" }).lines).toEqual([
    "STDOUT\tpanic: oh no",
    'STDOUT\t{"half": ',
    "STDOUT\thello",
  ]);
});

test("finds the error in the box that Terraform draws for people", () => {
  const error = new HumanError();
  for (const line of [
    "\u001b[31m╷\u001b[0m\u001b[0m",
    "\u001b[31m│\u001b[0m \u001b[0m\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1mNo such bucket\u001b[0m",
    "\u001b[31m│\u001b[0m \u001b[0m",
    "\u001b[31m│\u001b[0m \u001b[0m  on main.tf line 3, in terraform:",
    '\u001b[31m│\u001b[0m \u001b[0m   3:   backend "s3" {}',
    "\u001b[31m│\u001b[0m \u001b[0mMake it",
    "\u001b[31m│\u001b[0m \u001b[0mfirst.",
    "\u001b[31m╵\u001b[0m\u001b[0m",
  ]) {
    error.read(line);
  }
  expect(error.message).toBe("No such bucket: Make it first.");
});
