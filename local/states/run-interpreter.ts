import { ExecutionError } from "aws-local-stepfunctions";
import type { Execution, ExecutionOptions } from "./execution.ts";
import { createTaskHandlers } from "./task-handlers.ts";

export type InterpreterResult =
  | { readonly status: "SUCCEEDED"; readonly output: string }
  | { readonly status: "FAILED"; readonly error: string; readonly cause: string };

type Run = ReturnType<Execution["machine"]["interpreter"]["run"]>;

/** Runs an execution through the interpreter to its end, and writes its history. Never rejects. */
export async function runInterpreter(
  execution: Execution,
  options: ExecutionOptions,
  signal: AbortSignal,
): Promise<InterpreterResult> {
  const { machine } = execution;
  const tasks = createTaskHandlers(execution, options, signal);
  const waits = options.retryWaitMillis;
  const names = Object.keys(tasks.handlers);
  const waitStates = Object.entries(machine.parsed.States).flatMap(([name, { Type }]) =>
    Type === "Wait" ? [name] : [],
  );
  const run = machine.interpreter.run(JSON.parse(execution.input), {
    overrides: {
      taskResourceLocalHandlers: tasks.handlers,
      ...(waits === undefined
        ? {}
        : {
            retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, waits])),
            waitTimeOverrides: Object.fromEntries(waitStates.map((name) => [name, waits])),
          }),
    },
    context: {
      Execution: { Id: execution.arn, Name: execution.name, RoleArn: machine.roleArn },
      StateMachine: { Id: machine.arn, Name: machine.name },
      Task: tasks.context,
    },
  });
  signal.addEventListener("abort", () => run.abort(), { once: true });
  const recorded = record(run.eventLogs, execution);
  try {
    const output = JSON.stringify(await run.result);
    await recorded;
    return { status: "SUCCEEDED", output };
  } catch (error) {
    await recorded;
    const cause = error instanceof ExecutionError && error.cause instanceof Error ? error.cause : undefined;
    if (cause !== undefined) return { status: "FAILED", error: cause.name, cause: cause.message };
    return { status: "FAILED", error: "States.Runtime", cause: error instanceof Error ? error.message : String(error) };
  }
}

/** The interpreter's own log becomes the history's state events. */
async function record(logs: Run["eventLogs"], execution: Execution): Promise<void> {
  for await (const event of logs) {
    if (execution.status !== "RUNNING") continue;
    if (event.type === "StateEntered") {
      const { name, type, input } = event.state;
      const value = { name, input: JSON.stringify(input), inputDetails: { truncated: false } };
      execution.history.add(`${type}StateEntered`, { member: "stateEnteredEventDetails", value });
    } else if (event.type === "StateExited") {
      const { name, type, output } = event.state;
      const value = { name, output: JSON.stringify(output), outputDetails: { truncated: false } };
      execution.history.add(`${type}StateExited`, { member: "stateExitedEventDetails", value });
    }
  }
}
