import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { clusterSchema, type ExecutionMetadata } from "../../../lambdas/contract/job.ts";
import type { ErrorCode } from "../../../lambdas/contract/errors.ts";
import type { StepLog } from "../log/step-log.ts";
import { ApplyReader, type Outputs } from "../terraform/apply-reader.ts";
import type { TerraformEnd } from "../terraform/terraform-process.ts";
import { failureOf, isDiskFull, killedText, LostTerraformError, StoppedError } from "./job-failure.ts";
import { ProgressReporter } from "./progress-reporter.ts";
import type { Stage, StageContext } from "./stage.ts";
import { planFile } from "./save-plan.ts";
import { reported, startTerraform } from "./terraform-command.ts";

/** Only a picture of the moment: no job waits long for it. */
const restMaxMillis = 10_000;
/** The outputs are one line of JSON. */
const messageMaxChars = 1024 * 1024;

export const terraformApply: Stage = (context, log) => applyPlan(context, log, "TERRAFORM_APPLY_FAILED");

export const terraformDestroy: Stage = (context, log) => applyPlan(context, log, "TERRAFORM_DESTROY_FAILED");

/** Only a saved plan is ever applied, so what is shown is what is done. */
async function applyPlan(
  context: StageContext,
  log: StepLog,
  failureCode: ErrorCode,
): Promise<Partial<ExecutionMetadata>> {
  log.say("Applying the plan");
  const progress = new ProgressReporter(context.parts.clock, (state) => context.session.report({ progress: state }, 0));
  const reader = new ApplyReader({
    line: (stream, text, wasCut) => log.line(stream, text, wasCut),
    progress: (state) => progress.set(state),
  });
  const end = await startTerraform(context, log, {
    args: ["apply", "-input=false", "-json", planFile],
    lineMaxChars: messageMaxChars,
    onLine: (stream, line, wasCut) =>
      stream === "STDOUT" ? reader.read(line, wasCut) : log.line(stream, line, wasCut),
  });
  const rest = progress.takeRest();
  if (rest !== undefined) await context.session.report({ progress: rest }, restMaxMillis).catch(() => undefined);
  if (end.code !== 0) await failed(context, log, failureCode, reader, end);
  return found(reader.outputs);
}

async function failed(
  context: StageContext,
  log: StepLog,
  failureCode: ErrorCode,
  reader: ApplyReader,
  end: TerraformEnd,
): Promise<never> {
  await keepErroredState(context, log);
  // A SIGINT that came before Terraform listened ended it before it did anything.
  if (end.signal !== null && end.signal !== "SIGINT") {
    const message = killedText("terraform apply", end.signal);
    log.line("STDERR", message);
    throw new LostTerraformError(message);
  }
  if (context.stop.interrupt.aborted) throw new StoppedError();
  throw reported(log, failureOf(failureCode, "terraform apply", end, reader.firstError), end);
}

/** What Terraform could not write to its backend it leaves in this file, which would be gone with the container. */
async function keepErroredState({ folder, session }: StageContext, log: StepLog): Promise<void> {
  const state = await readFile(join(folder, "errored.tfstate")).catch(() => undefined);
  if (state === undefined) return;
  try {
    await session.keepArtifact("errored_state", new Uint8Array(state));
    log.say("Terraform could not save its state; Trellis keeps it, encrypted, as the artifact errored_state");
  } catch (error) {
    log.say(`Terraform could not save its state, and Trellis did not take it either: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return isDiskFull(message) ? "the disk is full" : message;
}

function found(outputs: Outputs): Partial<ExecutionMetadata> {
  const cluster = clusterSchema.safeParse({
    name: outputs["cluster_name"],
    arn: outputs["cluster_arn"],
    service_arn: outputs["service_arn"],
    task_definition_arn: outputs["task_definition_arn"],
    log_group: outputs["log_group"],
  });
  return { outputs, ...(cluster.success && { cluster: cluster.data }) };
}
