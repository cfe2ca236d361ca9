import { archive } from "../cloud/archive.ts";
import { executions } from "../cloud/executions.ts";
import { rollouts } from "../cloud/rollouts.ts";
import { runnerTasks } from "../cloud/runner-task.ts";
import { secrets } from "../cloud/secrets.ts";
import { taskTokens } from "../cloud/task-tokens.ts";
import { readEnvironment } from "../contract/environment.ts";
import { systemClock } from "../trellis/clock.ts";
import { announceTendrils } from "./announce-tendrils.ts";
import { closeByEvent } from "./close-by-event.ts";
import { statusChangeSchema } from "./status-change.ts";
import { sweep } from "./sweep.ts";

const { platformCluster, artifactBucket, taskTokenKeySecret } = readEnvironment([
  "platformCluster",
  "artifactBucket",
  "taskTokenKeySecret",
]);

const tending = {
  executions: executions(),
  runnerTasks: runnerTasks(platformCluster),
  rollouts: rollouts(),
  taskTokens: taskTokens(taskTokenKeySecret, secrets()),
  archive: archive(artifactBucket),
  clock: systemClock,
};

/** The closer, woken by the end of an execution; and the sweep, woken every minute. */
export async function handler(event: unknown): Promise<void> {
  const change = statusChangeSchema.safeParse(event);
  if (change.success) return closeByEvent(change.data, tending);
  await sweep(tending);
  await announceTendrils(systemClock);
}
