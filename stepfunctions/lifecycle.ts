import type { JobType } from "../lambdas/contract/job-types.ts";
import { jobTypeFacts } from "../lambdas/contract/job-types.ts";
import type { Catcher, Machine, State, TaskState } from "./language.ts";
import { lambdaServiceRetry } from "./retries.ts";

/** The states that every job type has around its own. */
export const lifecycleStates = ["Begin", "Report Results", "Report Failure", "Job Failed"] as const;

/** Longer than the functions' own time-outs, so that the function's error is the one that is seen. */
const lambdaTaskTimeoutSeconds = 150;

/** An error goes where the failure is recorded; `$.job_id` stays as it was. */
export const catchAll = { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Report Failure" } as const;

interface LambdaStepOptions {
  /** The step that the state does, where several states are ways to do the same one. @default the state's name */
  readonly step?: string;
  /** Further members of the payload, in States Language, such as `{"error.$": "$.run"}`. */
  readonly payload?: Readonly<Record<string, string>>;
  /** Where an error goes. @default catchAll */
  readonly catch?: Catcher;
  /** What is kept of the answer, and where. Nothing is, unless told. */
  readonly keep?: { readonly path: string; readonly members: readonly string[] };
}

/** A step that runs in a Lambda function: it gets its own name and the job's id, and nothing secret. */
export function lambdaStep(name: string, functionArn: string, options: LambdaStepOptions = {}): TaskState {
  const { step = name, payload = {}, keep, catch: caught = catchAll } = options;
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: functionArn, Payload: { step, "job_id.$": "$.job_id", ...payload } },
    ...(keep && {
      ResultSelector: Object.fromEntries(keep.members.map((member) => [`${member}.$`, `$.Payload.${member}`])),
    }),
    ResultPath: keep?.path ?? null,
    TimeoutSeconds: lambdaTaskTimeoutSeconds,
    Retry: [lambdaServiceRetry],
    Catch: [caught],
  };
}

interface WaitingStepOptions {
  readonly path: string;
  readonly timeoutSeconds: number;
  /** The state that reads at `path` how the wait ended. */
  readonly next: string;
}

/**
 * A step that waits by task token: the function keeps the token, and whoever makes happen what it waits for sends it
 * back. How it ended is left at `path` for the state behind it: `{"Error": "none"}`, or the error.
 */
export function waitingStep(
  name: string,
  functionArn: string,
  { path, timeoutSeconds, next }: WaitingStepOptions,
): TaskState {
  return {
    ...lambdaStep(name, functionArn, { payload: { "task_token.$": "$$.Task.Token" } }),
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    ResultSelector: { Error: "none", Cause: "" },
    ResultPath: path,
    TimeoutSeconds: timeoutSeconds,
    Catch: [{ ...catchAll, ResultPath: path, Next: next }],
    Next: next,
  };
}

export interface LifecycleOptions {
  readonly type: JobType;
  /** ARN of the function that begins jobs and reports their end. */
  readonly jobSteps: string;
  readonly timeoutSeconds: number;
  /** The job type's own states in order; each goes on to the next unless it says otherwise. */
  readonly steps: Readonly<Record<string, State>>;
}

/** The way of every job: Begin, its own steps, Report Results; any error to Report Failure, which is then re-raised. */
export function jobLifecycle({ type, jobSteps, timeoutSeconds, steps }: LifecycleOptions): Machine {
  const failure = lambdaStep("Report Failure", jobSteps, {
    payload: { "error.$": "$.error" },
    keep: { path: "$.failure", members: ["error", "cause"] },
  });
  const { Catch: _uncaught, ...reportFailure } = failure;
  return {
    Comment: `${jobTypeFacts[type].label}: one execution a job, named by the job's id. Input: {"job_id"}.`,
    StartAt: "Begin",
    TimeoutSeconds: timeoutSeconds,
    States: {
      ...inOrder({ Begin: lambdaStep("Begin", jobSteps), ...steps }, "Report Results"),
      "Report Results": { ...lambdaStep("Report Results", jobSteps), End: true },
      "Report Failure": { ...reportFailure, Next: "Job Failed" },
      "Job Failed": { Type: "Fail", ErrorPath: "$.failure.error", CausePath: "$.failure.cause" },
    },
  };
}

/** Sets `Next` of each task that has none to the state after it. */
function inOrder(states: Readonly<Record<string, State>>, last: string): Record<string, State> {
  const names = Object.keys(states);
  return Object.fromEntries(
    Object.entries(states).map(([name, state], index) => {
      if (state.Type !== "Task" || state.Next !== undefined) return [name, state];
      return [name, { ...state, Next: names[index + 1] ?? last }];
    }),
  );
}
