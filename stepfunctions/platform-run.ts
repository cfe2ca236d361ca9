import type { State } from "./language.ts";
import { catchAll, lambdaStep } from "./lifecycle.ts";
import { ecsServiceRetry } from "./retries.ts";
import { settleRunStates, settleRunSteps } from "./settle-run.ts";

/** A state of the platform runner and those that read how it ended; not steps of the job itself. */
export const platformRunStates = ["Run Terraform", "Wait For Capacity", "Back Off", ...settleRunStates] as const;

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
  /** ARN of the function that proves that the platform's role can be assumed. */
  readonly broker: string;
  /** The state after a run that did its work. */
  readonly next: string;
}

/**
 * How Step Functions raises that RunTask placed nothing: an answer with `failures`, or an exception of ECS.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
const noPlaceErrors = ["AmazonECS.Unknown", "ECS.AmazonECSException", "ECS.ServerException"];

/**
 * Runs Terraform in the one-shot platform runner, after proving that its role can be assumed, and settles what became of
 * it. When ECS has no room for the task, the job says that it waits for capacity and tries in another subnet; that loop
 * is not on the good path. Only the job's id travels in the
 * task's overrides; the runner claims the rest.
 */
export function platformRunSteps({ run, jobSteps, broker, next }: PlatformRunOptions): Record<string, State> {
  return {
    "Assume Platform Role": {
      ...lambdaStep("Assume Platform Role", broker),
      // The first try may be in any subnet.
      ResultSelector: { all: run.subnets, subnets: run.subnets, seconds: 0, waited: 0 },
      ResultPath: "$.placement",
    },
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
            "Subnets.$": "$.placement.subnets",
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
      Retry: [ecsServiceRetry],
      Catch: [
        { ErrorEquals: noPlaceErrors, ResultPath: "$.run", Next: "Wait For Capacity" },
        { ...catchAll, ResultPath: "$.run", Next: "Settle Run" },
      ],
      Next: "Settle Run",
    },
    "Wait For Capacity": {
      ...lambdaStep("Wait For Capacity", jobSteps, {
        payload: { "error.$": "$.run", "placement.$": "$.placement" },
        keep: { path: "$.placement", members: ["all", "subnets", "seconds", "waited"] },
      }),
      Next: "Back Off",
    },
    "Back Off": { Type: "Wait", SecondsPath: "$.placement.seconds", Next: "Run Terraform" },
    ...settleRunSteps(jobSteps, next),
  };
}
