import type { StepLog } from "../log/step-log.ts";
import { variablesFile } from "../terraform/config-files.ts";
import type { StageContext } from "./stage.ts";
import { showTerraform } from "./terraform-command.ts";

/** The plan that is applied, in the job's folder. */
export const planFile = "saved.tfplan";

/** Plans what the job is about to do, and saves it. A runner lost here has changed nothing. */
export async function savePlan(context: StageContext, log: StepLog): Promise<void> {
  log.say("Planning what to change");
  const mode = context.work.operation === "destroy" ? ["-destroy"] : [];
  // Without the lock: a plan changes nothing, a runner lost in it must not leave one behind, and the apply, which takes
  // it, refuses a plan that was made from an older state.
  const args = ["plan", "-input=false", "-lock=false", ...mode, `-var-file=${variablesFile}`, `-out=${planFile}`];
  await showTerraform(context, log, { args, failureCode: "TERRAFORM_PLAN_FAILED" });
}
