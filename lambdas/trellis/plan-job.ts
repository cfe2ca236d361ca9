import type { VineArchives } from "../cloud/vine-archives.ts";
import type { CreateJobRequest } from "../contract/create-job.ts";
import type { Person } from "../contract/person.ts";
import type { JobRow } from "../domain/job-row.ts";
import type { Clock } from "./clock.ts";
import type { JobPlan } from "./job-plan.ts";
import { planIdentityJob } from "./plan-identity-job.ts";
import { planVineJob } from "./plan-vine-job.ts";
import { planDeploy, planDestroy, planUpdate } from "./plan-worker-job.ts";

export interface Planned {
  readonly request: CreateJobRequest;
  readonly person: Person;
  /** The closed job that is run again. */
  readonly rerunOf?: JobRow;
}

export interface PlanDependencies {
  readonly clock: Clock;
  /** The newest release of the Tendril. */
  readonly latestVersion: string;
  readonly vineArchives: Pick<VineArchives, "has">;
}

/** Finds out what a job would be about. Throws the error of the catalogue by which it is refused. */
export async function planJob({ request, person, rerunOf }: Planned, dependencies: PlanDependencies): Promise<JobPlan> {
  switch (request.type) {
    case "DEPLOY_WORKER":
      return planDeploy(request, rerunOf, dependencies.clock);
    case "UPDATE_WORKER":
      return planUpdate(request, dependencies.latestVersion, dependencies.clock.now());
    case "DESTROY_WORKER":
      return planDestroy(request, person);
    case "CONNECTION_TEST":
    case "FETCH_RESOURCES":
      return planIdentityJob(request);
    case "PLAN":
      return planVineJob(request, rerunOf, dependencies.vineArchives);
  }
}
