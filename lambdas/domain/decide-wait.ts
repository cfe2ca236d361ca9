import type { ErrorCode } from "../contract/errors.ts";
import { limits } from "../contract/limits.ts";
import { isCancelled } from "./is-cancelled.ts";
import type { JobRow, TendrilUpdate, Wait } from "./job-row.ts";
import { isLeaseExpired, liveInstances } from "./staleness.ts";
import type { TendrilInstance, TendrilRow } from "./tendril-row.ts";

/** Whether a wait is over, and how. */
export type WaitDecision =
  | { readonly kind: "wait" }
  | { readonly kind: "succeed" }
  | { readonly kind: "fail"; readonly code: ErrorCode; readonly message: string };

const wait: WaitDecision = { kind: "wait" };
const succeed: WaitDecision = { kind: "succeed" };
const fail = (code: ErrorCode, message: string): WaitDecision => ({ kind: "fail", code, message });

/** A step that waits and holds nothing ends with the cancel of its job. */
export const cancelledWait = fail("JOB_CANCELLED", "The job was cancelled");

/**
 * A Tendril is drained when every instance that is still heard has said, after it was asked, that it runs no job, or has
 * said so while it was being shut down: such a one claims nothing more by itself. One that is silent runs nothing either.
 * A claim that was on its way meanwhile is seen by its job, whose lease is looked at on its own.
 */
export function isIdle(tendril: TendrilRow, since: string, now: Date): boolean {
  return liveInstances(tendril, now).every(
    (one) => one.job_id === null && (one.draining || one.last_heartbeat_at >= since),
  );
}

/** Whether a Tendril holds a job: claimed, without an outcome, its lease not run out. */
export function isHeldBy(job: JobRow, tendrilId: string, now: Date): boolean {
  return (
    job.open !== undefined &&
    job.claim?.worker_id === tendrilId &&
    job.outcome === undefined &&
    !isLeaseExpired(job.lease_expires_at, now)
  );
}

export function decideDrain(isDrained: boolean): WaitDecision {
  return isDrained ? succeed : wait;
}

/**
 * Whether the run of a job on a Tendril is over. A cancelled one that was claimed goes on until the Tendril has told how
 * it ended, or is forced; one that nobody claimed has nothing to wait for.
 */
export function decideRun(job: JobRow, { since }: Wait, now: Date): WaitDecision {
  if (job.outcome !== undefined) return succeed;
  const secondsFrom = (time: string): number => (now.getTime() - Date.parse(time)) / 1000;
  if (job.claim === undefined) {
    if (isCancelled(job)) return cancelledWait;
    return secondsFrom(since) < limits.tendrilWaitSeconds ? wait : noTendril(job);
  }
  if (job.stop?.forced === true) return fail("TENDRIL_LOST", "it was given up by force");
  if (isLeaseExpired(job.lease_expires_at, now)) {
    return fail("TENDRIL_LOST", `no heartbeat came for ${limits.leaseSeconds} s`);
  }
  if (secondsFrom(job.claim.at) < limits.tendrilRunSeconds) return wait;
  return fail("EXECUTION_TIMED_OUT", "Terraform did not end in time");
}

function noTendril({ tendril_name: name }: JobRow): WaitDecision {
  const hours = `in ${limits.tendrilWaitSeconds / 3600} hours`;
  return fail(
    "NO_TENDRIL",
    name === null
      ? `No Tendril took the job ${hours}. Deploy one, or see why none is online; then run the job again`
      : `Tendril ${name} did not take the job ${hours}. See why it is not online, or start a job that any Tendril may take`,
  );
}

/** The newest state of the deployment in its region, as far as somebody looked. */
export interface SeenDeployment {
  /** Undefined when ECS shows the deployment no more. */
  readonly rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED" | undefined;
  /** What the service's newest deployment runs. */
  readonly taskDefinition: string;
  readonly reason: string;
}

/** The new version's heartbeat proves a roll-out; what ECS says can only disprove it. */
export function decideRollout(
  tendril: TendrilRow | undefined,
  update: TendrilUpdate,
  seen: SeenDeployment | undefined,
): WaitDecision {
  if (tendril !== undefined && newInstance(tendril, update.version) !== undefined) return succeed;
  if (seen === undefined) return wait;
  const rolledBack = seen.taskDefinition !== update.revision;
  if (seen.rolloutState !== "FAILED" && !rolledBack) return wait;
  const message = `Version ${update.version} did not become healthy: ${seen.reason}`;
  return { kind: "fail", code: "ROLLOUT_FAILED", message };
}

/** An instance with this version that was not there when the roll-out began. */
export function newInstance(
  tendril: TendrilRow,
  version: string,
): (TendrilInstance & { readonly id: string }) | undefined {
  const [found] = Object.entries(tendril.instances)
    .filter(([id, instance]) => instance.version === version && tendril.drain_instances?.includes(id) !== true)
    .map(([id, instance]) => ({ ...instance, id }));
  return found;
}
