import type { Rollouts } from "../cloud/rollouts.ts";
import type { TaskDefinitions } from "../cloud/task-definitions.ts";
import { deploymentOf } from "../domain/deployment.ts";
import { tendrilService } from "../domain/tendril-names.ts";
import { changeJob } from "../store/jobs.ts";
import type { StepWork } from "../trellis/run-step.ts";
import { updateFailed } from "./update-failed.ts";

export interface Release {
  readonly image: string;
  readonly version: string;
}

/** Registers a revision of the Tendril's task definition with the newest release's image; nothing runs it yet. */
export function updateTaskDefinition(
  release: Release,
  rollouts: Pick<Rollouts, "describe">,
  taskDefinitions: Pick<TaskDefinitions, "copyWithImage">,
): StepWork {
  return async (row, log) => {
    const service = tendrilService(row.target.id, deploymentOf(row).region);
    try {
      const state = await rollouts.describe(service);
      if (state?.status !== "ACTIVE") {
        throw new Error(`the service ${service.service} is ${state?.status ?? "not there"} in ${service.region}`);
      }
      const { taskDefinition: previous, serviceArn: service_arn, clusterArn: arn } = state;
      await log.say(`Service ${service.service} in ${service.region} runs ${revisionOf(previous)}`);
      const { arn: revision, before } = await taskDefinitions.copyWithImage(service.region, previous, release.image);
      await changeJob(row.id, {
        set: { update: { version: release.version, revision, previous } },
        setAt: [
          { path: ["execution_metadata", "outputs"], value: { version: release.version } },
          {
            path: ["execution_metadata", "cluster"],
            value: { name: service.cluster, arn, service_arn, task_definition_arn: revision },
          },
        ],
        when: { attempt: row.attempt, notClosed: true },
      });
      await log.say(`Registered ${revisionOf(revision)} with version ${release.version}`);
      return `Image ${before} → ${release.image}`;
    } catch (cause) {
      throw updateFailed("The task definition could not be updated", cause);
    }
  };
}

/** `arn:…:task-definition/vintner-…:3` → `vintner-…:3`. */
export function revisionOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
