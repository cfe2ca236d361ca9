import { limits } from "../../../lambdas/contract/limits.ts";
import { VintnerError, type ErrorCode } from "../../../lambdas/contract/errors.ts";
import type { StepLog } from "../log/step-log.ts";
import { terraformEnvironment } from "../terraform/terraform-environment.ts";
import { runTerraform, type TerraformEnd, type TerraformRun } from "../terraform/terraform-process.ts";
import { HumanError } from "../terraform/human-error.ts";
import { failureOf, StoppedError } from "./job-failure.ts";
import type { StageContext } from "./stage.ts";

/** Runs Terraform in the job's folder, unless the job was stopped before it could start. */
export async function startTerraform(
  { parts, profiles, folder, stop, onInterrupted }: StageContext,
  log: StepLog,
  run: Pick<TerraformRun, "args" | "onLine" | "lineMaxChars">,
): Promise<TerraformEnd> {
  if (stop.interrupt.aborted) throw new StoppedError();
  const environment = terraformEnvironment(parts.environment, profiles.files);
  const tell = () => {
    log.say("Interrupting Terraform; it saves its state and ends");
    onInterrupted();
  };
  return runTerraform({ ...run, folder, environment, stop, onInterrupted: tell });
}

/** Runs a command whose output is for people and shows it, colours and all. */
export async function showTerraform(
  context: StageContext,
  log: StepLog,
  args: readonly string[],
  failureCode: ErrorCode,
): Promise<void> {
  const command = `terraform ${args[0]}`;
  const error = new HumanError();
  const end = await startTerraform(context, log, {
    args,
    onLine(stream, line, wasCut) {
      log.line(stream, line, wasCut);
      if (stream === "STDERR") error.read(line.slice(0, limits.lineMaxBytes));
    },
  });
  if (end.code === 0) return;
  if (context.stop.interrupt.aborted) throw new StoppedError();
  throw reported(log, failureOf(failureCode, command, end, error.message), end);
}

/** An error that Terraform did not tell itself is told by us. */
export function reported(log: StepLog, failure: VintnerError, end: TerraformEnd): VintnerError {
  if (end.signal !== null) log.line("STDERR", failure.message);
  return failure;
}
