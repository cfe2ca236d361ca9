import { assumeIdentity } from "./assume-identity.ts";
import { generateConfig } from "./generate-config.ts";
import type { Stage } from "./stage.ts";
import { terraformApply, terraformDestroy } from "./terraform-apply.ts";
import { storePlan } from "./store-plan.ts";
import { terraformInit } from "./terraform-init.ts";
import { terraformPlan } from "./terraform-plan.ts";

/** What a runner does in each of the steps that are its own (contract §2). */
export const stages: Readonly<Record<string, Stage>> = {
  "Assume Identity": assumeIdentity,
  "Generate Terraform Config": generateConfig,
  "Terraform Init": terraformInit,
  "Terraform Plan": terraformPlan,
  "Store Plan": storePlan,
  "Terraform Apply": terraformApply,
  "Terraform Destroy": terraformDestroy,
};
