import { jobTypeFacts, stepNumber, type JobType, type RunsOn } from "../contract/job-types.ts";

/** What each kind of runner works through by itself; all else is done by Lambda. */
const runnerStepNames: Readonly<Record<RunsOn, readonly string[]>> = {
  lambda: [],
  platform: ["Generate Terraform Config", "Terraform Init", "Terraform Apply", "Terraform Destroy"],
  tendril: ["Assume Identity", "Generate Terraform Config", "Terraform Init", "Terraform Plan", "Store Plan"],
};

export interface RunnerStep {
  readonly number: number;
  readonly name: string;
}

/** The steps of a job that its runner works through and logs by itself, in order. */
export function runnerSteps(type: JobType): readonly RunnerStep[] {
  const { steps, runsOn } = jobTypeFacts[type];
  return steps
    .filter((name) => runnerStepNames[runsOn].includes(name))
    .map((name) => ({ number: stepNumber(type, name), name }));
}

export function runnerStep(type: JobType, number: number): RunnerStep | undefined {
  return runnerSteps(type).find((step) => step.number === number);
}

/** From the start of this step a lost runner may have changed something. */
export function startsChanges(type: JobType, step: RunnerStep): boolean {
  return jobTypeFacts[type].changesFrom === step.name;
}
