import type { Execution, ExecutionOptions, ExecutionStatus } from "./execution.ts";
import { createHistory } from "./history.ts";
import { runInterpreter } from "./run-interpreter.ts";

export function startExecution(options: ExecutionOptions): Execution {
  const controller = new AbortController();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const history = createHistory(options.now);
  const execution: Execution = {
    arn: options.arn,
    name: options.name,
    machine: options.machine,
    input: options.input,
    startDate: options.now(),
    history,
    status: "RUNNING",
    abort: (status, error, cause) => {
      if (execution.status !== "RUNNING") return;
      finish(status, { error, cause });
      controller.abort();
    },
    ended,
  };
  const timeoutSeconds = options.machine.parsed.TimeoutSeconds;
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => execution.abort("TIMED_OUT", "States.Timeout"), timeoutSeconds * 1000);

  function finish(
    status: ExecutionStatus,
    result: { output?: string; error?: string | undefined; cause?: string | undefined },
  ): void {
    if (execution.status !== "RUNNING") return;
    clearTimeout(timer);
    execution.status = status;
    execution.stopDate = options.now();
    if (result.output !== undefined) execution.output = result.output;
    if (result.error !== undefined) execution.error = result.error;
    if (result.cause !== undefined) execution.cause = result.cause;
    addEnd(execution);
    options.onChange(execution);
    end();
  }

  const started = { input: options.input, inputDetails: { truncated: false }, roleArn: options.machine.roleArn };
  history.add("ExecutionStarted", { member: "executionStartedEventDetails", value: started });
  options.onChange(execution);
  void runInterpreter(execution, options, controller.signal).then((result) => finish(result.status, result));
  return execution;
}

const endTypes = {
  SUCCEEDED: ["ExecutionSucceeded", "executionSucceededEventDetails"],
  FAILED: ["ExecutionFailed", "executionFailedEventDetails"],
  TIMED_OUT: ["ExecutionTimedOut", "executionTimedOutEventDetails"],
  ABORTED: ["ExecutionAborted", "executionAbortedEventDetails"],
} as const;

function addEnd(execution: Execution): void {
  const { status, output, error, cause } = execution;
  if (status === "RUNNING") return;
  const [type, member] = endTypes[status];
  const value = status === "SUCCEEDED" ? { output, outputDetails: { truncated: false } } : { error, cause };
  execution.history.add(type, { member, value });
}
