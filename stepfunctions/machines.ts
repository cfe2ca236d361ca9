import type { JobType } from "../lambdas/contract/job-types.ts";
import { deployWorker } from "./deploy-worker.ts";
import type { Machine } from "./language.ts";
import type { MachineParts } from "./parts.ts";

/** The machine of each job type that can be created. */
export const machines: Readonly<Partial<Record<JobType, (parts: MachineParts) => Machine>>> = {
  DEPLOY_WORKER: deployWorker,
};
