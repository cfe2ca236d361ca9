import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** The logs of the stack's programs: a file each in one folder. */
export interface ProgramLogs {
  readonly folder: string;
  /** Appends to `<name>.log`. */
  append(name: string, text: string): void;
}

export function createProgramLogs(folder: string): ProgramLogs {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    append: (name, text) => appendFileSync(join(folder, `${name}.log`), text.endsWith("\n") ? text : `${text}\n`),
  };
}
