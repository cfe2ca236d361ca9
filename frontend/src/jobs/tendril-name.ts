import type { JobEvent } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts } from "../../../lambdas/contract/job-types.ts";

/** Who runs the job; `any` while every Tendril may take it. */
export function tendrilName({ type, tendril_name: name }: Pick<JobEvent, "type" | "tendril_name">): string {
  return name ?? (jobTypeFacts[type].runsOn === "tendril" ? "any" : "–");
}
