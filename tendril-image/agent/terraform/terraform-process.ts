import { spawn } from "node:child_process";
import type { Stream } from "../../../lambdas/contract/log.ts";
import { VintnerError } from "../../../lambdas/contract/errors.ts";
import { LineSplitter } from "../log/line-splitter.ts";
import type { StopOrder } from "../stop-order.ts";
import { guardGroup } from "./parent-guard.ts";

export interface TerraformRun {
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: StopOrder;
  readonly onLine: (stream: Extract<Stream, "STDOUT" | "STDERR">, line: string, wasCut: boolean) => void;
  /** Called when Terraform was asked to end. */
  readonly onInterrupted: () => void;
  /** Lines of JSON are longer than lines for people. */
  readonly lineMaxChars?: number;
  /** @default "terraform" */
  readonly command?: string;
}

export interface TerraformEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs Terraform in a process group of its own and waits for its end and the end of its output. A stop order reaches it
 * as one SIGINT, to Terraform alone: its providers go on until it has saved its state.
 */
export async function runTerraform(run: TerraformRun): Promise<TerraformEnd> {
  const { args, folder, environment, stop, command = "terraform" } = run;
  const child = spawn(command, args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  const unguard = pid === undefined ? () => undefined : guardGroup(pid);
  const interrupt = () => {
    if (child.kill("SIGINT")) run.onInterrupted();
  };
  const kill = () => {
    if (pid !== undefined) killGroup(pid);
  };
  stop.interrupt.addEventListener("abort", interrupt);
  stop.kill.addEventListener("abort", kill);
  // What a Terraform that was killed leaves behind would hold its output open.
  child.once("exit", kill);
  try {
    readLines(child.stdout, "STDOUT", run);
    readLines(child.stderr, "STDERR", run);
    return await new Promise<TerraformEnd>((resolve, reject) => {
      child.once("error", (error) => reject(startError(error, command)));
      child.once("close", (code, signal) => resolve({ code, signal }));
    });
  } finally {
    stop.interrupt.removeEventListener("abort", interrupt);
    stop.kill.removeEventListener("abort", kill);
    unguard();
  }
}

function readLines(
  output: NodeJS.ReadableStream,
  stream: "STDOUT" | "STDERR",
  { onLine, lineMaxChars }: TerraformRun,
): void {
  const splitter = new LineSplitter((line, wasCut) => onLine(stream, line, wasCut), lineMaxChars);
  output.on("data", (bytes: Buffer) => splitter.push(bytes));
  output.on("end", () => splitter.end());
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

function startError(error: NodeJS.ErrnoException, command: string): Error {
  if (error.code !== "ENOENT") return error;
  const detail = `"${command}" is not on the PATH: install Terraform 1.11 or newer`;
  return new VintnerError("TERRAFORM_MISSING", detail, { cause: error });
}
