/** An error that fails a Task state: what `ErrorEquals` matches, and the cause as the state machine sees it. */
export class TaskError extends Error {
  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
  }
}

/** An error that no Retry and no Catch sees: the execution was aborted, or a quota was exceeded. */
export class UncatchableError extends TaskError {
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** An error of Step Functions' API. */
export class StatesApiError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}
