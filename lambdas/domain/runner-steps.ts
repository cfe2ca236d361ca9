import { jobTypeFacts, stepNumber, type JobType } from "../contract/job-types.ts";

const runnerStepNames: readonly string[] = [
  "Generate Terraform Config",
  "Terraform Init",
  "Terraform Plan",
  "Terraform Apply",
  "Terraform Destroy",
];

export interface RunnerStep {
  readonly number: number;
  readonly name: string;
}

/** The steps of a job that its runner works through and logs by itself, in order. */
export function runnerSteps(type: JobType): readonly RunnerStep[] {
  return jobTypeFacts[type].steps
    .filter((name) => runnerStepNames.includes(name))
    .map((name) => ({ number: stepNumber(type, name), name }));
}

export function runnerStep(type: JobType, number: number): RunnerStep | undefined {
  return runnerSteps(type).find((step) => step.number === number);
}

/** From the start of this step a lost runner may have changed something. */
export function startsChanges(type: JobType, step: RunnerStep): boolean {
  return jobTypeFacts[type].changesFrom === step.name;
}
