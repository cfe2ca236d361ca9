import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { VintnerError } from "../../../lambdas/contract/errors.ts";
import type { StageContext } from "../job/stage.ts";
import { showTerraform } from "../job/terraform-command.ts";
import type { StepLog } from "../log/step-log.ts";
import { variablesFile } from "../terraform/config-files.ts";
import type { Owned } from "./owned.ts";
import { readAddresses } from "./read-addresses.ts";

/**
 * An apply that was interrupted or killed may have made what its state does not know: the cloud had taken the request,
 * and Terraform never saw the answer. The next one would fail on its name, and a destroy would leave it behind. What
 * bears the Tendril's tag and is in no state is therefore taken over before the plan.
 */
export async function adoptOrphans(context: StageContext, log: StepLog): Promise<void> {
  if (isFirst(context)) return;
  const orphans = await findOrphans(context, log);
  if (orphans.length === 0) return;
  for (const { address, importId } of orphans) log.say(`Taking over ${address}, left by an earlier run: ${importId}`);
  if (context.work.operation === "apply") return writeFile(join(context.folder, "adopted.tf"), importBlocks(orphans));
  // A plan that destroys knows no import blocks. Without the lock, as the plan: only one job is open on a Tendril.
  for (const orphan of orphans) await importNow(context, log, orphan);
}

/** What has gone in between needs nobody to destroy it: the destroy goes on without it. */
async function importNow(context: StageContext, log: StepLog, { address, importId }: Owned): Promise<void> {
  try {
    const args = ["import", "-input=false", "-lock=false", `-var-file=${variablesFile}`, address, importId];
    await showTerraform(context, log, { args, failureCode: "TERRAFORM_PLAN_FAILED" });
  } catch (error) {
    if (!(error instanceof VintnerError)) throw error;
    log.say(`Could not take over ${address}; going on without it`);
  }
}

function isFirst({ job }: StageContext): boolean {
  return job.type === "DEPLOY_WORKER" && job.rerun_of === null && job.attempt === 1;
}

/** Only what the state lacks can be an orphan: as long as it lacks nothing, nobody is asked. */
async function findOrphans(context: StageContext, log: StepLog): Promise<readonly Owned[]> {
  const { parts, work, job, credentials } = context;
  const known = await readAddresses(context, log);
  if (templateAddresses.every((address) => known.has(address))) return [];
  try {
    const scope = { tendrilId: job.target.id, region: work.region, credentials: credentials.target };
    const owned = await parts.findOwned(scope);
    const byAddress = new Map(owned.map((one) => [one.address, one]));
    return [...byAddress.values()].filter(({ address }) => !known.has(address));
  } catch (error) {
    // Most often there is none, and Terraform itself says what is in its way.
    log.say(`Could not look for what an earlier run left: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** What every Tendril has, with a network of its own or without. */
const templateAddresses = [
  "aws_cloudwatch_log_group.tendril",
  "aws_ecs_cluster.this",
  "aws_ecs_service.tendril",
  "aws_ecs_task_definition.tendril",
  "aws_iam_role.execution",
  "aws_iam_role.task",
  "aws_iam_role_policy.execution",
  "aws_iam_role_policy.task",
  "aws_secretsmanager_secret.token",
  "aws_security_group.tendril",
];

/** https://developer.hashicorp.com/terraform/language/import */
function importBlocks(orphans: readonly Owned[]): string {
  return orphans
    .map(({ address, importId }) => `import {\n  to = ${address}\n  id = ${JSON.stringify(importId)}\n}\n`)
    .join("\n");
}
