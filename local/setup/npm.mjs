import { basename, dirname, join } from "node:path";
import { isProgram, mustRun, which } from "./commands.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * Runs npm: the one that called us, else the one on the path, else the one beside this Node.
 * @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} [options]
 */
export async function npm(args, options) {
  const caller = process.env.npm_execpath;
  if (caller !== undefined && basename(caller) === "npm-cli.js") {
    return mustRun(process.execPath, [caller, ...args], options);
  }
  const program = [which("npm"), join(dirname(process.execPath), "npm")].find((path) => path && isProgram(path));
  if (!program) throw new SetupError("npm is not on the path: it comes with Node, from https://nodejs.org");
  return mustRun(program, args, options);
}
