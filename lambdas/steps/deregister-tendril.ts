import { VintnerError } from "../contract/errors.ts";
import type { TaskDefinitions } from "../cloud/task-definitions.ts";
import { tendrilName } from "../domain/tendril-names.ts";
import { getTendril, removeTendril } from "../store/tendrils.ts";
import type { StepWork } from "../trellis/run-step.ts";
import type { SystemLog } from "../trellis/system-log.ts";

/** Removes the Tendril's row and name, and the revisions that updates made and Terraform does not know. */
export function deregisterTendril(taskDefinitions: Pick<TaskDefinitions, "active" | "deregister">): StepWork {
  return async ({ target, deployment }, log) => {
    try {
      if (deployment !== undefined) await removeRevisions(target.id, deployment.region, taskDefinitions, log);
      const row = await getTendril(target.id);
      await removeTendril(target);
      return row === undefined
        ? `Tendril ${target.name} was removed before`
        : `Removed Tendril ${target.name}: its token is not accepted any more, and its name is free`;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new VintnerError("DEREGISTRATION_FAILED", `The Tendril could not be deregistered: ${reason}`, { cause });
    }
  };
}

async function removeRevisions(
  tendrilId: string,
  region: string,
  taskDefinitions: Pick<TaskDefinitions, "active" | "deregister">,
  log: SystemLog,
): Promise<void> {
  const family = tendrilName(tendrilId);
  const left = await taskDefinitions.active(region, family);
  for (const arn of left) await taskDefinitions.deregister(region, arn);
  if (left.length > 0) await log.say(`Deregistered ${left.length} revisions of ${family} that updates had made`);
}
