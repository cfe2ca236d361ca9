import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { planFile, savePlan } from "./save-plan.ts";
import type { Stage } from "./stage.ts";
import { readTerraform } from "./terraform-command.ts";

/** What the saved plan says, as JSON, in the job's folder. It has the values of everything, sensitive ones too. */
export const planJsonFile = "saved.tfplan.json";

/** Plans, and shows what for people. */
export const terraformPlan: Stage = async (context, log) => {
  await savePlan(context, log);
  const command = { args: ["show", "-json", planFile], failureCode: "TERRAFORM_PLAN_FAILED" } as const;
  const json = await readTerraform(context, log, command);
  await writeFile(join(context.folder, planJsonFile), json, { mode: 0o600 });
  return undefined;
};
