import { topics } from "../contract/realtime.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import { presentTendril } from "../domain/present-tendril.ts";
import { liveInstances } from "../domain/staleness.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { changeTendril, getTendril } from "../store/tendrils.ts";
import type { Clock } from "../trellis/clock.ts";
import { publish } from "../trellis/publish.ts";
import { publishTendril } from "../trellis/publish-tendril.ts";
import { startStep } from "../trellis/run-step.ts";
import type { SystemLog } from "../trellis/system-log.ts";
import { jobsHeldBy, tendWait } from "../trellis/tend-wait.ts";
import { keepWait } from "../trellis/wait-for-token.ts";

export interface Draining {
  readonly taskTokens: TaskTokens;
  readonly clock: Pick<Clock, "now">;
  readonly latestVersion: string;
}

/**
 * Asks the Tendril to claim nothing more and waits until it runs nothing; with `force`, what it runs is interrupted. Its
 * heartbeats end the wait, or the sweep once it is silent.
 */
export async function drainTendril(jobId: string, token: string, draining: Draining): Promise<void> {
  const { taskTokens, clock } = draining;
  const since = clock.now().toISOString();
  const work = async (row: Parameters<typeof keepWait>[0], log: SystemLog): Promise<void> => {
    const force = row.request.type === "DESTROY_WORKER" && row.request.force === true;
    const asked = await changeTendril(row.target.id, {
      set: { drain_job_id: row.id, drain_force: force },
      remove: ["drain_instances"],
    });
    await keepWait(row, { step: "Drain Tendril", token, since }, taskTokens);
    if (asked === undefined) return log.say(`Tendril ${row.target.name} is not registered: nothing is drained`);
    await tell(asked, draining, log);
    await interrupt(asked, force, draining, log);
  };
  const begun = await startStep(jobId, "Drain Tendril", work, clock);
  // A retried state that has succeeded has nothing to wait for either.
  if (begun === undefined) return taskTokens.succeed(await taskTokens.seal(token, jobId), jobId);
  await tendWait(jobId, { clock, taskTokens });
}

/** Pushed to the Tendril too, which answers at once with a heartbeat; without the push it learns it by its next one. */
async function tell(row: TendrilRow, { clock, latestVersion }: Draining, log: SystemLog): Promise<void> {
  const now = clock.now();
  const live = liveInstances(row, now);
  const names = live.map(({ version }) => version).join(", ");
  await log.say(
    live.length === 0
      ? `Tendril ${row.name} is not heard: it runs nothing`
      : `Asked Tendril ${row.name} (${names}) to claim nothing more`,
  );
  await publishTendril(row, now);
  await publish(topics.tendril(row.id), { type: "tendril", tendril: presentTendril(row, now, latestVersion) });
}

async function interrupt(row: TendrilRow, force: boolean, { clock }: Draining, log: SystemLog): Promise<void> {
  for (const { id } of await jobsHeldBy(row.id, clock.now())) {
    await log.say(force ? `Interrupting job ${id}, which it runs` : `Waiting for job ${id}, which it runs`);
    if (force) await publish(topics.tendril(row.id), { type: "cancel", job_id: id });
  }
}

/** How the wait ended, as the state machine tells it to the next step. */
export async function drainEnd(tendrilId: string, name: string, now: Date): Promise<string> {
  const row = await getTendril(tendrilId);
  const isHeard = row !== undefined && liveInstances(row, now).length > 0;
  return isHeard ? `Tendril ${name} runs nothing any more` : `Tendril ${name} is gone: nothing runs on it`;
}
