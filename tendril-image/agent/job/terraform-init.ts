import { adoptOrphans } from "../adopt/adopt-orphans.ts";
import { backendFile } from "../terraform/config-files.ts";
import { savePlan } from "./save-plan.ts";
import { showTerraform } from "./terraform-command.ts";
import type { Stage } from "./stage.ts";

/**
 * Init, with the provider of the image where it is there, else of the registry. The plan belongs to this step too: what
 * may change something is the next one.
 */
export const terraformInit: Stage = async (context, log) => {
  const { VINTNER_PLUGIN_DIR: pluginFolder } = context.parts.environment;
  if (pluginFolder !== undefined) log.say("Providers come with the image");
  const plugins = pluginFolder === undefined ? [] : [`-plugin-dir=${pluginFolder}`];
  const args = ["init", "-input=false", `-backend-config=${backendFile}`, ...plugins];
  await showTerraform(context, log, args, "TERRAFORM_INIT_FAILED");
  await adoptOrphans(context, log);
  await savePlan(context, log);
  return undefined;
};
