import type { JobRow } from "./job-row.ts";
import type { Deployment } from "./tendril-row.ts";

/** What the Tendril of a worker job is deployed with. Every cloud-hosted one has it from its first job on. */
export function deploymentOf({ id, deployment }: Pick<JobRow, "id" | "deployment">): Deployment {
  if (deployment === undefined) throw new Error(`The job ${id} is about no deployment`);
  return deployment;
}
