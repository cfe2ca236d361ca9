import type { Retrier } from "./language.ts";

/**
 * What the Lambda service itself does wrong now and then; an error of our own handlers is not among it.
 * Waits 1 + 2 + 4 + 8 + 8 = 23 s at most in all, less by the jitter.
 */
export const lambdaServiceRetry: Retrier = {
  ErrorEquals: [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
  ],
  IntervalSeconds: 1,
  MaxAttempts: 5,
  BackoffRate: 2,
  MaxDelaySeconds: 8,
  JitterStrategy: "FULL",
};

/**
 * A task that ECS could not place or take now: throttled, failing on its side, or without capacity. `RunTask` spreads
 * over all subnets, so a retry also tries another zone. A container that ran and failed is `States.TaskFailed`, not this.
 * Waits 5 + 10 + 20 + 40 + 8 × 60 = 555 s at most in all: under the 10 minutes that a job may wait for capacity.
 *
 * Names as Step Functions raises them: `AmazonECS.Unknown` is an answer with `failures`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
export const ecsPlacementRetry: Retrier = {
  ErrorEquals: ["ECS.AmazonECSException", "ECS.ServerException", "AmazonECS.Unknown"],
  IntervalSeconds: 5,
  MaxAttempts: 12,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
};
