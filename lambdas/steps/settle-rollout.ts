import { VintnerError, type ErrorCode } from "../contract/errors.ts";
import { reportStepNumber, stepNumber } from "../contract/job-types.ts";
import type { Rollouts } from "../cloud/rollouts.ts";
import type { TaskDefinitions } from "../cloud/task-definitions.ts";
import { jobErrorOf } from "../domain/caught-error.ts";
import { newInstance } from "../domain/decide-wait.ts";
import { deploymentOf } from "../domain/deployment.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import { stepKey, type JobRow, type TendrilUpdate } from "../domain/job-row.ts";
import type { CaughtError } from "../domain/run-end.ts";
import { tendrilService } from "../domain/tendril-names.ts";
import { existingJob } from "../store/jobs.ts";
import { getTendril } from "../store/tendrils.ts";
import type { Clock } from "../trellis/clock.ts";
import { releaseTendril } from "../trellis/release-tendril.ts";
import { systemLog, type SystemLog } from "../trellis/system-log.ts";
import { endWaitingStep } from "../trellis/wait-for-token.ts";
import { revisionOf } from "./update-task-definition.ts";

export interface Settling {
  readonly rollouts: Pick<Rollouts, "describe" | "start">;
  readonly taskDefinitions: Pick<TaskDefinitions, "deregister">;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Ends the roll-out: says what proved it, or brings the service back to its old revision and throws what was in the way.
 * Every error from the new revision on comes here, so that no failed or cancelled update leaves half of itself behind.
 */
export async function settleRollout(jobId: string, caught: CaughtError, settling: Settling): Promise<void> {
  const row = await existingJob(jobId);
  const { Error: error = "none" } = caught;
  if (error === "none" && !isCancelled(row)) {
    const line = await proofOf(row);
    return endWaitingStep(row, { name: "Await Rollout", ok: true, line }, settling.clock);
  }
  const { code, message } = failureOf(row, caught);
  await rollBack(row, settling);
  await endWaitingStep(row, { name: "Await Rollout", ok: false, line: message }, settling.clock);
  throw new VintnerError(code, message);
}

async function proofOf({ target, update }: JobRow): Promise<string> {
  const tendril = await getTendril(target.id);
  const found = tendril && update && newInstance(tendril, update.version);
  const who = found === undefined ? "" : ` from ${found.id}`;
  return `Version ${update?.version ?? ""} of Tendril ${target.name} is healthy: its heartbeat came${who}`;
}

function failureOf(row: JobRow, caught: CaughtError): { readonly code: ErrorCode; readonly message: string } {
  if (isCancelled(row)) return { code: "JOB_CANCELLED", message: "The job was cancelled" };
  if (caught.Error !== "States.Timeout") return jobErrorOf(caught);
  const message = `Version ${row.update?.version ?? ""} sent no heartbeat in time`;
  return { code: "ROLLOUT_FAILED", message };
}

async function rollBack(row: JobRow, { rollouts, taskDefinitions, clock }: Settling): Promise<void> {
  if (row.update !== undefined) {
    const log = await sectionOf(row, clock);
    await restore(row, row.update, rollouts, log);
    await taskDefinitions.deregister(deploymentOf(row).region, row.update.revision);
    await log.say(`Deregistered ${revisionOf(row.update.revision)}`);
  }
  await releaseTendril(row, clock);
}

/**
 * Back to the revision that this update found. ECS's own roll-back goes to the last deployment that it calls completed,
 * which after two updates in a row can be an older one.
 */
async function restore(
  row: JobRow,
  { previous }: TendrilUpdate,
  rollouts: Settling["rollouts"],
  log: SystemLog,
): Promise<void> {
  const service = tendrilService(row.target.id, deploymentOf(row).region);
  const state = await rollouts.describe(service);
  if (state === undefined) return log.say(`The service ${service.service} is gone`);
  if (state.taskDefinition === previous) return log.say(`The service runs ${revisionOf(state.taskDefinition)} again`);
  const id = await rollouts.start(service, previous, state.desiredCount);
  await log.say(`Rolling back to ${revisionOf(previous)} with deployment ${id}`);
}

/** In the step that waited; when it had not begun, where the failure is told. */
function sectionOf(row: JobRow, clock: Pick<Clock, "now">): Promise<SystemLog> {
  const number = stepNumber(row.type, "Await Rollout");
  const isOpen = row.steps[stepKey(row.attempt, number)]?.ended_at === null;
  return systemLog(row, isOpen ? number : reportStepNumber, clock);
}
