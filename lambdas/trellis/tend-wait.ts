import type { Rollouts } from "../cloud/rollouts.ts";
import type { TaskTokens } from "../cloud/task-tokens.ts";
import {
  cancelledWait,
  decideDrain,
  decideRollout,
  decideRun,
  isHeldBy,
  isIdle,
  type SeenDeployment,
  type WaitDecision,
} from "../domain/decide-wait.ts";
import { isCancelled } from "../domain/is-cancelled.ts";
import type { JobRow, TendrilUpdate } from "../domain/job-row.ts";
import { tendrilService } from "../domain/tendril-names.ts";
import { deploymentOf } from "../domain/deployment.ts";
import { getJob, listOpenJobs } from "../store/jobs.ts";
import { getTendril } from "../store/tendrils.ts";
import type { Clock } from "./clock.ts";
import { logEvent } from "./log-event.ts";

export interface WaitTending {
  readonly clock: Pick<Clock, "now">;
  readonly taskTokens: Pick<TaskTokens, "succeed" | "fail">;
  /** Who may look into the Tendril's region also finds a deployment that failed. */
  readonly rollouts?: Pick<Rollouts, "describe" | "stoppedReason">;
}

/**
 * Ends the wait of a job's step, if what it waits for has happened. Called by whatever may have made it happen: a
 * heartbeat, an outcome, a cancel, the step itself, and the sweep for what nobody tells. Step Functions takes a token
 * once, so that they may meet.
 */
export async function tendWait(jobId: string, tending: WaitTending): Promise<void> {
  const row = await getJob(jobId);
  if (row?.wait === undefined) return;
  const decision = await decide(row, row.wait, tending);
  const { sealed_token: token } = row.wait;
  if (decision.kind === "succeed") await tending.taskTokens.succeed(token, row.id);
  if (decision.kind === "fail") {
    await tending.taskTokens.fail(token, row.id, { error: decision.code, cause: decision.message });
  }
}

/** For those who came with something else, which counts all the same: the sweep tends the wait again. */
export async function tendWaitSafely(jobId: string, tending: WaitTending): Promise<void> {
  try {
    await tendWait(jobId, tending);
  } catch (error) {
    logEvent("wait_not_tended", { job_id: jobId, error });
  }
}

async function decide(row: JobRow, wait: NonNullable<JobRow["wait"]>, tending: WaitTending): Promise<WaitDecision> {
  if (wait.step === "Await Tendril") return decideRun(row, wait, tending.clock.now());
  if (isCancelled(row)) return cancelledWait;
  switch (wait.step) {
    case "Drain Tendril":
      return decideDrain(await isDrained(row.target.id, wait.since, tending.clock.now()));
    case "Await Rollout":
      return rolloutOf(row, tending);
  }
}

async function isDrained(tendrilId: string, since: string, now: Date): Promise<boolean> {
  const tendril = await getTendril(tendrilId);
  if (tendril !== undefined && !isIdle(tendril, since, now)) return false;
  return (await jobsHeldBy(tendrilId, now)).length === 0;
}

/** The jobs that a Tendril runs, also those that are cancelled and still save their state. */
export async function jobsHeldBy(tendrilId: string, now: Date): Promise<readonly JobRow[]> {
  return (await listOpenJobs()).filter((job) => isHeldBy(job, tendrilId, now));
}

async function rolloutOf(row: JobRow, { rollouts }: WaitTending): Promise<WaitDecision> {
  const { update } = row;
  if (update === undefined) return { kind: "wait" };
  const heard = decideRollout(await getTendril(row.target.id), update, undefined);
  if (heard.kind !== "wait" || rollouts === undefined) return heard;
  return decideRollout(undefined, update, await look(row, update, rollouts));
}

async function look(
  row: JobRow,
  update: TendrilUpdate,
  rollouts: NonNullable<WaitTending["rollouts"]>,
): Promise<SeenDeployment | undefined> {
  const service = tendrilService(row.target.id, deploymentOf(row).region);
  const state = await rollouts.describe(service);
  if (state === undefined) return { rolloutState: undefined, taskDefinition: "", reason: "its service is gone" };
  const { deployment_id: id = "" } = update;
  const deployment = state.deployments.find((one) => one.id === id);
  const said = deployment?.reason ?? "ECS rolled its deployment back";
  const hasFailed = deployment?.rolloutState === "FAILED" || state.taskDefinition !== update.revision;
  const stopped = hasFailed ? await rollouts.stoppedReason(service, id) : undefined;
  return {
    rolloutState: deployment?.rolloutState,
    taskDefinition: state.taskDefinition,
    reason: stopped === undefined ? said : `${said} (${stopped})`,
  };
}
