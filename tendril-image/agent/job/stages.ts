import { generateConfig } from "./generate-config.ts";
import type { Stage } from "./stage.ts";
import { terraformApply, terraformDestroy } from "./terraform-apply.ts";
import { terraformInit } from "./terraform-init.ts";

/** What a runner does in each of the steps that are its own (contract §2). */
export const stages: Readonly<Record<string, Stage>> = {
  "Generate Terraform Config": generateConfig,
  "Terraform Init": terraformInit,
  "Terraform Apply": terraformApply,
  "Terraform Destroy": terraformDestroy,
};
