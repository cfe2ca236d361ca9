import type { State } from "./language.ts";
import { catchAll, lambdaStep } from "./lifecycle.ts";
import { ecsPlacementRetry } from "./retries.ts";

/** A state of the platform runner and those that read how it ended; not steps of the job itself. */
export const platformRunStates = ["Run Terraform", "Settle Run", "Choose Next"] as const;

/** Four hours: more than any template of ours needs, less than a forgotten task may cost. */
export const platformRunTimeoutSeconds = 4 * 60 * 60;

export interface PlatformRun {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly subnets: readonly string[];
  readonly securityGroup: string;
}

export interface PlatformRunOptions {
  readonly run: PlatformRun;
  /** ARN of the function that settles runs. */
  readonly jobSteps: string;
  /** The state after a run that did its work. */
  readonly next: string;
}

/**
 * Runs Terraform in the one-shot platform runner and settles what became of it. Only the job's id travels in the
 * task's overrides; the runner claims the rest. `Settle Run` judges by the job's row, not by the exit code alone:
 * `requeue` when the runner was lost before Terraform changed anything, else on, else a catalogue error.
 */
export function platformRunSteps({ run, jobSteps, next }: PlatformRunOptions): Record<string, State> {
  return {
    "Run Terraform": {
      Type: "Task",
      Resource: "arn:aws:states:::ecs:runTask.sync",
      Parameters: {
        Cluster: run.cluster,
        TaskDefinition: run.taskDefinition,
        LaunchType: "FARGATE",
        // Finds the task of a job again, to stop or to describe it.
        "Group.$": "States.Format('job:{}', $.job_id)",
        NetworkConfiguration: {
          AwsvpcConfiguration: {
            AssignPublicIp: "ENABLED",
            Subnets: run.subnets,
            SecurityGroups: [run.securityGroup],
          },
        },
        Overrides: {
          ContainerOverrides: [{ Name: "runner", Environment: [{ Name: "JOB_ID", "Value.$": "$.job_id" }] }],
        },
      },
      ResultSelector: { Error: "none", Cause: "" },
      ResultPath: "$.run",
      TimeoutSeconds: platformRunTimeoutSeconds,
      Retry: [ecsPlacementRetry],
      Catch: [{ ...catchAll, ResultPath: "$.run", Next: "Settle Run" }],
    },
    "Settle Run": lambdaStep("Settle Run", jobSteps, {
      payload: { "error.$": "$.run" },
      keep: { path: "$.settled", members: ["next"] },
    }),
    "Choose Next": {
      Type: "Choice",
      Choices: [{ Variable: "$.settled.next", StringEquals: "requeue", Next: "Begin" }],
      Default: next,
    },
  };
}
