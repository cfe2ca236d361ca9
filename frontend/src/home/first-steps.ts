import type { CloudIdentity } from "../../../lambdas/contract/cloud-identity.ts";
import type { Job } from "../../../lambdas/contract/job.ts";
import type { JobType } from "../../../lambdas/contract/job-types.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { isTerminal } from "../job-status.ts";

/** How far a first step is. `job` is the one that is at it, or the one that failed last. */
export type StepState =
  | { readonly kind: "todo" }
  | { readonly kind: "running" | "failed"; readonly job: Job }
  | { readonly kind: "done" };

export interface FirstSteps {
  readonly connect: StepState;
  readonly deploy: StepState;
  readonly plant: StepState;
  readonly plan: StepState;
}

/** What there is. Of the jobs the newest, newest first. */
export interface Installation {
  readonly identities: readonly CloudIdentity[];
  readonly tendrils: readonly Tendril[];
  readonly vines: readonly Vine[];
  readonly jobs: readonly Job[];
}

/** What of the first steps is done, told by what is there, not by what was clicked. */
export function firstSteps({ identities, tendrils, vines, jobs }: Installation): FirstSteps {
  const isConnected = identities.some((identity) => identity.is_verified);
  return {
    connect: isConnected ? { kind: "done" } : stateOf("CONNECTION_TEST", jobs),
    deploy: tendrils.some(({ status }) => status === "ONLINE") ? { kind: "done" } : stateOf("DEPLOY_WORKER", jobs),
    plant: { kind: vines.length > 0 ? "done" : "todo" },
    plan: vines.some(({ status }) => status === "PLANNED") ? { kind: "done" } : stateOf("PLAN", jobs),
  };
}

export function isAllDone(steps: FirstSteps): boolean {
  return Object.values(steps).every(({ kind }) => kind === "done");
}

/** What the browser remembers of the card: that it was shown with something to do, that all was done, that it was put away. */
export type Remembered = "begun" | "done" | "dismissed" | null;

/** How the card is shown. Where all was done before anybody saw it, and once it was put away, it is not. */
export function cardKind(remembered: Remembered, allDone: boolean): "open" | "done" | "hidden" {
  if (remembered === "dismissed" || (remembered === null && allDone)) return "hidden";
  // Done is done: a Tendril that is destroyed later brings nothing back.
  return allDone || remembered === "done" ? "done" : "open";
}

function stateOf(type: JobType, jobs: readonly Job[]): StepState {
  const job = jobs.find((one) => one.type === type);
  if (job === undefined) return { kind: "todo" };
  if (!isTerminal(job.status)) return { kind: "running", job };
  // A success that is not seen yet in its Tendril or identity is about to be.
  if (job.status === "SUCCESS" && job.closed_at === null) return { kind: "running", job };
  return job.status === "FAILED" ? { kind: "failed", job } : { kind: "todo" };
}
