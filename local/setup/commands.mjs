import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { SetupError } from "./setup-error.mjs";

/**
 * Where a program is on the path.
 * @param {string} name
 * @returns {string | undefined}
 */
export function which(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/**
 * Runs a program and answers all it printed; undefined when it is not there or fails.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<string | undefined>}
 */
export function output(program, args) {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 16 << 20 }, (error, stdout, stderr) =>
      resolve(error ? undefined : stdout + stderr),
    );
  });
}

/**
 * Runs a program that must succeed, silently unless it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} [options]
 * @returns {Promise<void>}
 */
export function mustRun(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 16 << 20, ...options }, (error, stdout, stderr) => {
      if (error)
        reject(new SetupError(`${program} ${args.join(" ")} failed:\n${stdout.toString()}${stderr.toString()}`.trim()));
      else resolve();
    });
  });
}
