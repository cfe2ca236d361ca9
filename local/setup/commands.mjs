import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { SetupError } from "./setup-error.mjs";

/**
 * Where a program is on the path.
 * @param {string} name
 * @returns {string | undefined}
 */
export function which(name) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program and answers all it printed; undefined when it is not there or fails. An empty path means what it says:
 * by itself, execFile would look in the system's folders then.
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<string | undefined>}
 */
export function output(name, args) {
  const program = isAbsolute(name) ? name : which(name);
  if (program === undefined) return Promise.resolve(undefined);
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
