/** The part of the Amazon States Language (JSONPath) that our machines use; `test/synth` refuses any other field. */

/** A Fail, Choice, Wait or Task state, with the fields that both AWS and the local interpreter know. */
export type State = TaskState | ChoiceState | WaitState | FailState;

export interface TaskState {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly ResultSelector?: Readonly<Record<string, unknown>>;
  /** `null` keeps the input and drops the result. */
  readonly ResultPath: string | null;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Next?: string;
  readonly End?: true;
}

export interface ChoiceState {
  readonly Type: "Choice";
  readonly Choices: readonly { readonly Variable: string; readonly StringEquals: string; readonly Next: string }[];
  readonly Default: string;
}

export interface WaitState {
  readonly Type: "Wait";
  readonly SecondsPath: string;
  readonly Next: string;
}

export interface FailState {
  readonly Type: "Fail";
  readonly ErrorPath: string;
  readonly CausePath: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: "FULL";
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string;
  readonly Next: string;
}

export interface Machine {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}
