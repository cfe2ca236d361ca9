/** The eight kinds of job and the named steps each one passes through. */

export const jobTypes = [
  "CONNECTION_TEST",
  "FETCH_RESOURCES",
  "DEPLOY_WORKER",
  "UPDATE_WORKER",
  "DESTROY_WORKER",
  "PLAN",
  "DEPLOY",
  "DESTROY",
] as const;
export type JobType = (typeof jobTypes)[number];

/** Where the work of a job is done. Jobs on `lambda` and `platform` show the Tendril name `platform`. */
export type RunsOn = "lambda" | "platform" | "tendril";

export interface JobTypeFacts {
  readonly label: string;
  readonly runsOn: RunsOn;
  /** The steps between `Begin` and `Report Results`, numbered from 1. */
  readonly steps: readonly string[];
  /** The step from whose start Terraform may have changed something; a runner lost after that is not requeued. */
  readonly changesFrom?: string;
}

export const jobTypeFacts: Readonly<Record<JobType, JobTypeFacts>> = {
  CONNECTION_TEST: {
    label: "Connection test",
    runsOn: "lambda",
    steps: ["Assume Identity", "Verify Identity", "Discover Resources", "Cache Resources"],
  },
  FETCH_RESOURCES: {
    label: "Fetch resources",
    runsOn: "lambda",
    steps: ["Assume Identity", "Discover Resources", "Cache Resources"],
  },
  DEPLOY_WORKER: {
    label: "Deploy worker",
    runsOn: "platform",
    steps: [
      "Assume Platform Role",
      "Generate Terraform Config",
      "Terraform Init",
      "Terraform Apply",
      "Register Tendril",
      "Start Tendril",
    ],
    changesFrom: "Terraform Apply",
  },
  UPDATE_WORKER: {
    label: "Update worker",
    runsOn: "lambda",
    steps: ["Assume Platform Role", "Update Task Definition", "Force New Deployment", "Await Rollout"],
  },
  DESTROY_WORKER: {
    label: "Destroy worker",
    runsOn: "platform",
    steps: [
      "Drain Tendril",
      "Requeue Jobs",
      "Assume Platform Role",
      "Generate Terraform Config",
      "Terraform Init",
      "Terraform Destroy",
      "Deregister Tendril",
    ],
    changesFrom: "Terraform Destroy",
  },
  PLAN: {
    label: "Plan",
    runsOn: "tendril",
    steps: [
      "Await Tendril",
      "Assume Identity",
      "Generate Terraform Config",
      "Terraform Init",
      "Terraform Plan",
      "Store Plan",
    ],
  },
  DEPLOY: {
    label: "Deploy",
    runsOn: "tendril",
    steps: ["Await Tendril", "Check Plan", "Assume Identity", "Terraform Init", "Terraform Apply", "Finalize Vine"],
    changesFrom: "Terraform Apply",
  },
  DESTROY: {
    label: "Destroy",
    runsOn: "tendril",
    steps: ["Await Tendril", "Check Plan", "Assume Identity", "Terraform Init", "Terraform Destroy", "Finalize Vine"],
    changesFrom: "Terraform Destroy",
  },
};

export const beginStepNumber = 0;
export const reportStepNumber = 99;

/** The number of a step: its place in the job type's table; `Begin` 0, both reports 99. */
export function stepNumber(type: JobType, name: string): number {
  if (name === "Begin") return beginStepNumber;
  if (name === "Report Results" || name === "Report Failure") return reportStepNumber;
  const index = jobTypeFacts[type].steps.indexOf(name);
  if (index === -1) throw new Error(`${type} has no step "${name}"`);
  return index + 1;
}

/** The name of a step by its number. 99 is `Report Results` unless the job failed. */
export function stepName(type: JobType, number: number, failed = false): string {
  if (number === beginStepNumber) return "Begin";
  if (number === reportStepNumber) return failed ? "Report Failure" : "Report Results";
  const name = jobTypeFacts[type].steps[number - 1];
  if (name === undefined) throw new Error(`${type} has no step ${number}`);
  return name;
}
