import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { assemblyDir } from "../assembly.ts";

/** By itself, or as the module that comes with moto: set-up brings it by that. */
const callings: readonly (readonly [string, ...string[]])[] = [
  ["cfn-lint"],
  ["python3", "-c", "from cfnlint.runner import main; main()"],
];

/** Rules that are not held, each with its reason. */
const ignored = {
  W3005: "the CDK names in DependsOn what a reference already implies",
};

function run([program, ...first]: readonly [string, ...string[]], args: readonly string[]) {
  return new Promise<{ readonly failed: boolean; readonly text: string }>((resolve) => {
    execFile(program, [...first, ...args], { maxBuffer: 16 << 20 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, text: stdout + stderr }),
    );
  });
}

test("cfn-lint finds nothing in the templates", async () => {
  const tried = await Promise.all(callings.map((calling) => run(calling, ["--version"])));
  const calling = callings.find((_, index) => tried[index]?.failed === false);
  if (calling === undefined) {
    // Past Jest's own silence: a check that did not run is told.
    process.stderr.write("NOT CHECKED by cfn-lint: it is not installed. Bring it: python3 -m pip install cfn-lint\n");
    return;
  }
  const templates = ["VintnerData", "Vintner"].map((name) => join(assemblyDir, `${name}.template.json`));
  const { text } = await run(calling, [
    "--format",
    "parseable",
    "--ignore-checks",
    ...Object.keys(ignored),
    "--",
    ...templates,
  ]);
  expect(text).toBe("");
}, 120_000);
