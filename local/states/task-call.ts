import type { TokenTask } from "./task-tokens.ts";

/** One call of a Task state, as an integration gets it. */
export interface TaskCall {
  readonly parameters: unknown;
  /** Aborted when the execution ends or the state times out: what runs for this task is to be stopped. */
  readonly signal: AbortSignal;
  /** Starts to wait for this call's token (`.waitForTaskToken`). */
  readonly awaitToken: () => TokenTask;
}

/** Resolves with the state's result, rejects with a `TaskError`. */
export type Integration = (call: TaskCall) => Promise<unknown>;

/** `lambda:invoke`, `ecs:runTask.sync`, … as in `arn:aws:states:::<name>`. */
export type Integrations = Readonly<Record<string, Integration>>;
