import { limits } from "../../../lambdas/contract/limits.ts";
import { VintnerError, type ErrorCode } from "../../../lambdas/contract/errors.ts";
import type { StepLog } from "../log/step-log.ts";
import { terraformEnvironment } from "../terraform/terraform-environment.ts";
import { runTerraform, type TerraformEnd, type TerraformRun } from "../terraform/terraform-process.ts";
import { HumanError } from "../terraform/human-error.ts";
import { failureOf, StoppedError } from "./job-failure.ts";
import type { StageContext } from "./stage.ts";

/** What of `environment` is not for every command comes on top. */
type Run = Pick<TerraformRun, "args" | "onLine" | "lineMaxChars"> & Partial<Pick<TerraformRun, "environment">>;

/** Runs Terraform in the job's folder, unless the job was stopped before it could start. */
export async function startTerraform(
  { parts, work, profiles, folder, stop, onInterrupted }: StageContext,
  log: StepLog,
  run: Run,
): Promise<TerraformEnd> {
  if (stop.interrupt.aborted) throw new StoppedError();
  const environment = { ...terraformEnvironment(parts.environment, profiles.files, work), ...run.environment };
  const tell = () => {
    log.say("Interrupting Terraform; it saves its state and ends");
    onInterrupted();
  };
  return runTerraform({ ...run, folder, environment, stop, onInterrupted: tell });
}

interface Command extends Pick<Run, "args" | "environment"> {
  readonly failureCode: ErrorCode;
}

/** Runs a command whose output is for people and shows it, colours and all. */
export async function showTerraform(context: StageContext, log: StepLog, command: Command): Promise<void> {
  const { failureCode, ...run } = command;
  const error = new HumanError();
  const end = await startTerraform(context, log, {
    ...run,
    onLine(stream, line, wasCut) {
      log.line(stream, line, wasCut);
      if (stream === "STDERR") error.read(line.slice(0, limits.lineMaxBytes));
    },
  });
  if (end.code === 0) return;
  if (context.stop.interrupt.aborted) throw new StoppedError();
  throw reported(log, failureOf(failureCode, nameOf(command), end, error.message), end);
}

/** JSON of Terraform has lines as long as the whole. */
const readLineMaxChars = 64 * 1024 * 1024;

/** Runs a command and answers what it writes. None of it gets into the log. */
export async function readTerraform(context: StageContext, log: StepLog, command: Command): Promise<string> {
  const { failureCode, ...run } = command;
  const lines: string[] = [];
  const error = new HumanError();
  let isCut = false;
  const end = await startTerraform(context, log, {
    ...run,
    lineMaxChars: readLineMaxChars,
    onLine(stream, line, wasCut) {
      isCut ||= wasCut;
      if (stream === "STDOUT") lines.push(line);
      else error.read(line.slice(0, limits.lineMaxBytes));
    },
  });
  if (context.stop.interrupt.aborted) throw new StoppedError();
  if (end.code !== 0) throw failureOf(failureCode, nameOf(command), end, error.message);
  if (isCut) throw new VintnerError(failureCode, `${nameOf(command)} wrote more than 64 MB`);
  return lines.join("\n");
}

/** `terraform state pull`. */
function nameOf({ args }: Command): string {
  const words = args.slice(0, 2).filter((word) => /^[a-z]+$/.test(word));
  return ["terraform", ...words].join(" ");
}

/** An error that Terraform did not tell itself is told by us. */
export function reported(log: StepLog, failure: VintnerError, end: TerraformEnd): VintnerError {
  if (end.signal !== null) log.line("STDERR", failure.message);
  return failure;
}
