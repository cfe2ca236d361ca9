import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What every running `terraform apply` writes. */
export interface Lines {
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly lines: number;
  readonly perSecond: number;
}

const program = fileURLToPath(new URL("fake-terraform.py", import.meta.url));

/** A folder for the path whose `terraform` writes lines of known times: the only part of a benchmark that is not real. */
export class LineSource {
  readonly command: string;
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    this.command = join(folder, "terraform");
    mkdirSync(folder, { recursive: true });
    // Itself, not a shim of a version manager that would look for it at every command.
    const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    writeFileSync(this.command, `#!/bin/sh\nexec '${python}' -IS '${program}' '${folder}' "$@"\n`);
    chmodSync(this.command, 0o755);
  }

  /** Every `apply` that waits begins to write. */
  go(lines: Lines): void {
    const file = join(this.folder, "go.json");
    writeFileSync(`${file}.new`, JSON.stringify(lines));
    renameSync(`${file}.new`, file);
  }

  /** Every `apply` from now on waits. */
  hold(): void {
    rmSync(join(this.folder, "go.json"), { force: true });
  }

  /** When Terraform was interrupted, epoch milliseconds, oldest first. */
  interrupts(): readonly number[] {
    const file = join(this.folder, "interrupts");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8").trim().split("\n").map(Number);
  }
}
