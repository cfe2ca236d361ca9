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
 * ECS throttling a call or failing on its side. A container that ran and failed is `States.TaskFailed`, not this; an
 * answer with `failures` (`AmazonECS.Unknown`) is no capacity, which has a loop of its own.
 * Waits 1 + 2 + 4 = 7 s at most in all, less by the jitter.
 */
export const ecsServiceRetry: Retrier = {
  ErrorEquals: ["ECS.AmazonECSException", "ECS.ServerException"],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
  MaxDelaySeconds: 4,
  JitterStrategy: "FULL",
};
