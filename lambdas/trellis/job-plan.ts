import type { Target } from "../contract/job.ts";
import type { VineWork } from "../domain/new-job.ts";
import type { Deployment, TendrilRow } from "../domain/tendril-row.ts";
import type { NeededRow } from "../store/create-job.ts";

/** What a job is about, and what its creation makes or needs. */
export interface JobPlan {
  readonly target: Target;
  readonly deployment?: Deployment;
  readonly vine?: VineWork;
  readonly tendril?: TendrilRow;
  readonly needs?: NeededRow;
}
