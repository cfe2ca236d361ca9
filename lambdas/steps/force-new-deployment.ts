import type { Rollouts } from "../cloud/rollouts.ts";
import { deploymentOf } from "../domain/deployment.ts";
import { tendrilService } from "../domain/tendril-names.ts";
import { changeJob } from "../store/jobs.ts";
import { changeTendril, getTendril } from "../store/tendrils.ts";
import type { Clock } from "../trellis/clock.ts";
import { publishTendril } from "../trellis/publish-tendril.ts";
import type { StepWork } from "../trellis/run-step.ts";
import { updateFailed } from "./update-failed.ts";
import { revisionOf } from "./update-task-definition.ts";

/** Asks the Tendril's instances to claim nothing more and has ECS bring in the new revision beside them. */
export function forceNewDeployment(
  rollouts: Pick<Rollouts, "describe" | "start">,
  clock: Pick<Clock, "now">,
): StepWork {
  return async (row, log) => {
    const { update, target } = row;
    if (update === undefined) throw updateFailed("Nothing was prepared to be rolled out", "no revision");
    const service = tendrilService(target.id, deploymentOf(row).region);
    try {
      const tendril = await getTendril(target.id);
      const drain_instances = Object.keys(tendril?.instances ?? {});
      const asked = await changeTendril(target.id, { set: { drain_job_id: row.id, drain_instances } });
      if (asked === undefined) throw new Error("the Tendril's row is gone");
      await publishTendril(asked, clock.now());
      await log.say(`Tendril ${target.name} drains: what runs now finishes its job and claims nothing more`);
      const state = await rollouts.describe(service);
      const id = await rollouts.start(service, update.revision, state?.desiredCount ?? 1);
      await changeJob(row.id, { setAt: [{ path: ["update", "deployment_id"], value: id }], when: { notClosed: true } });
      return `Started deployment ${id} of ${revisionOf(update.revision)} in ${service.region}`;
    } catch (cause) {
      throw updateFailed("The new deployment could not be started", cause);
    }
  };
}
