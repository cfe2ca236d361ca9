import type { JobType } from "../lambdas/contract/job-types.ts";
import { connectionTest } from "./connection-test.ts";
import { deployWorker } from "./deploy-worker.ts";
import { destroyWorker } from "./destroy-worker.ts";
import { fetchResources } from "./fetch-resources.ts";
import type { Machine } from "./language.ts";
import type { MachineParts } from "./parts.ts";
import { plan } from "./plan.ts";
import { updateWorker } from "./update-worker.ts";

/** The machine of each job type that can be created. */
export const machines: Readonly<Partial<Record<JobType, (parts: MachineParts) => Machine>>> = {
  CONNECTION_TEST: connectionTest,
  FETCH_RESOURCES: fetchResources,
  DEPLOY_WORKER: deployWorker,
  UPDATE_WORKER: updateWorker,
  DESTROY_WORKER: destroyWorker,
  PLAN: plan,
};
