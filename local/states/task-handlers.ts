import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunOptions, StateMachineDefinition } from "aws-local-stepfunctions";
import { callByService } from "../cloud/aws-call.ts";
import type { Execution, ExecutionOptions } from "./execution.ts";
import { TaskError, UncatchableError } from "./states-error.ts";
import type { Integration } from "./task-call.ts";

type Handlers = NonNullable<NonNullable<RunOptions["overrides"]>["taskResourceLocalHandlers"]>;
type Handler = Handlers[string];
type State = StateMachineDefinition["States"][string];

export interface TaskHandlers {
  readonly handlers: Handlers;
  /** `$$.Task`: reading `Token` makes the token of the task whose parameters are being evaluated. */
  readonly context: { readonly Token: string };
}

/** Step Functions' quota on a state's result. */
const resultMaxBytes = 256 * 1024;

/** A handler for each Task state of the execution's machine. */
export function createTaskHandlers(execution: Execution, options: ExecutionOptions, signal: AbortSignal): TaskHandlers {
  // The interpreter evaluates a task's parameters and calls its handler without a pause between, so the token that was
  // made last belongs to the handler that is called next.
  let minted: string | undefined;
  const context = {
    get Token(): string {
      minted ??= options.tokens.mint();
      return minted;
    },
  };
  const handlerOf = (name: string, state: State & { Type: "Task" }): Handler => {
    const resource = state.Resource.replace(/^arn:aws:states:::/, "");
    const integration = options.integrations[resource];
    return async (parameters) => {
      const token = minted;
      minted = undefined;
      if (integration === undefined) throw new TaskError("States.Runtime", `${name}: ${resource} is not known here`);
      const heartbeatSeconds = "HeartbeatSeconds" in state ? Number(state.HeartbeatSeconds) : undefined;
      const call = { execution, integration, parameters, token, heartbeatSeconds, resource };
      return (await runTask(call, state.TimeoutSeconds, options, signal)) as Awaited<ReturnType<Handler>>;
    };
  };
  const handlers = Object.fromEntries(
    taskStates(execution.machine.parsed).map(([name, state]) => [name, handlerOf(name, state)]),
  );
  return { handlers, context };
}

interface RunningTask {
  readonly execution: Execution;
  readonly integration: Integration;
  readonly parameters: unknown;
  readonly token: string | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly resource: string;
}

async function runTask(
  task: RunningTask,
  timeoutSeconds: number | undefined,
  options: ExecutionOptions,
  signal: AbortSignal,
): Promise<unknown> {
  // Lets the interpreter's own log of the state's entry be recorded first.
  await nextTurn();
  if (signal.aborted) throw new UncatchableError("States.Aborted", "The execution has ended");
  const stop = new AbortController();
  const { promise: never, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    stop.abort();
    reject(new UncatchableError("States.Aborted", "The execution has ended"));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  // The interpreter's own timer ends the state; this one stops what runs for it.
  const timer = timeoutSeconds === undefined ? undefined : setTimeout(() => stop.abort(), timeoutSeconds * 1000);
  try {
    return await Promise.race([callIntegration(task, stop.signal, options), never]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(timer);
  }
}

async function callIntegration(task: RunningTask, signal: AbortSignal, options: ExecutionOptions): Promise<unknown> {
  const { history, machine } = task.execution;
  const [resourceType = "", resource = ""] = task.resource.split(":");
  const call = {
    service: resourceType,
    action: resource,
    region: machine.arn.split(":")[3] ?? "",
    body: task.parameters,
  };
  await options.onCall?.(callByService(machine.roleArn, call));
  const scheduled = { resourceType, resource, parameters: JSON.stringify(task.parameters) };
  history.add("TaskScheduled", { member: "taskScheduledEventDetails", value: scheduled });
  try {
    const result = await task.integration({
      parameters: task.parameters,
      signal,
      awaitToken: () => options.tokens.wait(task.token ?? options.tokens.mint(), task.heartbeatSeconds),
    });
    const output = JSON.stringify(result ?? null);
    if (Buffer.byteLength(output) > resultMaxBytes) {
      throw new UncatchableError("States.DataLimitExceeded", `The result of the task is over ${resultMaxBytes} bytes`);
    }
    if (!signal.aborted) {
      history.add("TaskSucceeded", { member: "taskSucceededEventDetails", value: { resourceType, resource, output } });
    }
    return JSON.parse(output);
  } catch (error) {
    if (!signal.aborted && error instanceof Error) {
      const value = { resourceType, resource, error: error.name, cause: error.message };
      history.add("TaskFailed", { member: "taskFailedEventDetails", value });
    }
    throw error;
  }
}

/** All Task states of a machine, also those inside Map and Parallel states. */
function taskStates(definition: Pick<StateMachineDefinition, "States">): [string, State & { Type: "Task" }][] {
  return Object.entries(definition.States).flatMap(([name, state]) => {
    if (state.Type === "Task") return [[name, state] as [string, State & { Type: "Task" }]];
    if (state.Type === "Parallel") return state.Branches.flatMap(taskStates);
    if (state.Type === "Map")
      return [state.ItemProcessor, state.Iterator].flatMap((inner) => (inner ? taskStates(inner) : []));
    return [];
  });
}
