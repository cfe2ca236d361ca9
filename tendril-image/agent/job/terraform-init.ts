import { dirname } from "node:path";
import { adoptOrphans } from "../adopt/adopt-orphans.ts";
import { VintnerError } from "../../../lambdas/contract/errors.ts";
import type { StepLog } from "../log/step-log.ts";
import { backendFile } from "../terraform/config-files.ts";
import { dropChecksums } from "../terraform/lock-file.ts";
import { writeMirrorSettings } from "../terraform/provider-mirror.ts";
import { savePlan } from "./save-plan.ts";
import { showTerraform } from "./terraform-command.ts";
import type { Stage, StageContext } from "./stage.ts";

/**
 * Init, with the provider of the image where it is there, else of the registry. For a worker the plan belongs to this
 * step too: what may change something is the next one.
 */
export const terraformInit: Stage = async (context, log) => {
  const { VINTNER_PLUGIN_DIR: pluginFolder } = context.parts.environment;
  if (pluginFolder === undefined) await init(context, log);
  else if (context.work.source.kind === "archive") await initArchive(context, log, pluginFolder);
  else {
    log.say("Providers come with the image");
    await init(context, log, [`-plugin-dir=${pluginFolder}`]);
    await dropChecksums(context.folder);
  }
  if (context.job.target.kind === "vine") return undefined;
  await adoptOrphans(context, log);
  await savePlan(context, log);
  return undefined;
};

/** An archive may ask for any provider, and for another version of AWS' than the image has. */
async function initArchive(context: StageContext, log: StepLog, pluginFolder: string): Promise<void> {
  log.say("The AWS provider comes with the image, others from their registries");
  const settings = await writeMirrorSettings(dirname(context.folder), pluginFolder);
  try {
    await init(context, log, [], { TF_CLI_CONFIG_FILE: settings });
  } catch (error) {
    if (!(error instanceof VintnerError) || !/hashicorp\/aws\b/.test(error.message)) throw error;
    log.say("The image has no such version of the AWS provider; asking the registry");
    await init(context, log);
  }
}

async function init(
  context: StageContext,
  log: StepLog,
  more: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const args = ["init", "-input=false", `-backend-config=${backendFile}`, ...more];
  await showTerraform(context, log, { args, environment, failureCode: "TERRAFORM_INIT_FAILED" });
}
