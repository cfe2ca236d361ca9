import type { Rollouts } from "../cloud/rollouts.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import type { Clock } from "../trellis/clock.ts";
import { startStep } from "../trellis/run-step.ts";
import { tendWait } from "../trellis/tend-wait.ts";
import { keepWait } from "../trellis/wait-for-token.ts";

export interface Rolling {
  readonly taskTokens: TaskTokens;
  readonly rollouts: Rollouts;
  readonly clock: Pick<Clock, "now">;
}

/** Waits for the first heartbeat of the new version, or until ECS gives the deployment up. */
export async function awaitRollout(jobId: string, token: string, parts: Rolling): Promise<void> {
  const { taskTokens, clock } = parts;
  const begun = await startStep(
    jobId,
    "Await Rollout",
    async (row, log) => {
      await keepWait(row, { step: "Await Rollout", token, since: clock.now().toISOString() }, taskTokens);
      await log.say(`Waiting for the first heartbeat of version ${row.update?.version ?? ""}`);
    },
    clock,
  );
  // A retried state that has succeeded has nothing to wait for either.
  if (begun === undefined) return taskTokens.succeed(await taskTokens.seal(token, jobId), jobId);
  await tendWait(jobId, parts);
}
