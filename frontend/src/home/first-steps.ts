import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Job } from "../../../lambdas/contract/job.ts";
import type { JobType } from "../../../lambdas/contract/job-types.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { isTerminal } from "../job-status.ts";

/** How far a first step is. `job` is the one that is at it, or the one that failed last. */
export type StepState =
  { readonly kind: "todo" } | { readonly kind: "running" | "failed"; readonly job: Job } | { readonly kind: "done" };

export interface FirstSteps {
  readonly connect: StepState;
  readonly deploy: StepState;
}

/** What of the first steps is done, told by what is there, not by what was clicked. `jobs` are the newest first. */
export function firstSteps(
  identities: readonly CloudIdentity[],
  tendrils: readonly Tendril[],
  jobs: readonly Job[],
): FirstSteps {
  const isConnected = identities.some((identity) => identity.is_verified);
  return {
    connect: isConnected ? { kind: "done" } : stateOf("CONNECTION_TEST", jobs),
    deploy: tendrils.some(({ status }) => status === "ONLINE") ? { kind: "done" } : stateOf("DEPLOY_WORKER", jobs),
  };
}

export function isAllDone({ connect, deploy }: FirstSteps): boolean {
  return connect.kind === "done" && deploy.kind === "done";
}

function stateOf(type: JobType, jobs: readonly Job[]): StepState {
  const job = jobs.find((one) => one.type === type);
  if (job === undefined) return { kind: "todo" };
  if (!isTerminal(job.status)) return { kind: "running", job };
  // A success that is not seen yet in its Tendril or identity is about to be.
  if (job.status === "SUCCESS" && job.closed_at === null) return { kind: "running", job };
  return job.status === "FAILED" ? { kind: "failed", job } : { kind: "todo" };
}
