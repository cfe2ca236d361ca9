import { afterEach, describe, expect, test } from "@jest/globals";
import type { AwsAnswer } from "../cloud/aws-request.ts";
import type { Task } from "../cloud/ecs/shapes.ts";
import type { EventToPut } from "../events/event-bus.ts";
import type { InvokeResult } from "../functions/invoke-result.ts";
import type { TaskRunner } from "./ecs-integration.ts";
import { createStates } from "./create-states.ts";
import type { States } from "./states.ts";

const arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:m";
const noEcs: TaskRunner = {
  runTask: () => Promise.resolve({ tasks: [], failures: [{ reason: "RESOURCE:MEMORY" }] }),
  stopTask: () => Promise.reject(new Error("not here")),
  waitUntilStopped: () => Promise.reject(new Error("not here")),
};
const answer = (payload: unknown): Promise<InvokeResult> => Promise.resolve({ ok: true, payload });
const fail = (errorType: string, errorMessage: string): Promise<InvokeResult> =>
  Promise.resolve({ ok: false, error: { errorType, errorMessage, trace: [] } });

let states: States | undefined;
let events: EventToPut[] = [];
let killed = 0;

function make(definition: unknown, parts: Partial<Parameters<typeof createStates>[0]> = {}): States {
  events = [];
  killed = 0;
  states = createStates({
    region: "eu-west-1",
    account: "123456789012",
    invoke: (_, event) => answer(event),
    ecs: noEcs,
    emit: (event) => events.push(event),
    killCaller: () => Promise.resolve(void (killed += 1)),
    retryWaitMillis: 0,
    now: () => new Date("2026-01-01T00:00:00Z"),
    ...parts,
  });
  states.createMachine({
    arn,
    name: "m",
    roleArn: "arn:aws:iam::123456789012:role/m",
    definition: JSON.stringify(definition),
  });
  return states;
}

afterEach(() => states?.stop());

const invoke = (extra: object = {}): object => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "f", "Payload.$": "$" },
  TimeoutSeconds: 5,
  End: true,
  ...extra,
});
const never = { invoke: () => new Promise<InvokeResult>(() => {}) };
const runTask = (extra: object = {}): object => ({
  Type: "Task",
  Resource: "arn:aws:states:::ecs:runTask.sync",
  Parameters: { Cluster: "c", TaskDefinition: "t", "Group.$": "States.Format('job:{}', $.job_id)" },
  TimeoutSeconds: 5,
  End: true,
  ...extra,
});
const catching = (errors: string[]): object => ({
  Catch: [{ ErrorEquals: errors, ResultPath: "$.error", Next: "Caught" }],
});
const machine = (first: object): object => ({
  StartAt: "First",
  States: { First: first, ...("Catch" in first ? { Caught: { Type: "Pass", End: true } } : {}) },
});

async function run(
  on: States,
  input: object = { job_id: "1" },
): Promise<{ status: string; output: unknown; error?: string; cause?: string }> {
  const execution = on.start({ stateMachineArn: arn, name: "one", input: JSON.stringify(input) });
  await execution.ended;
  const { status, error, cause, output } = execution;
  return { status, output: JSON.parse(output ?? "null"), ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
}

async function call(
  on: States,
  action: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const result = (await on.service({
    service: "states",
    action,
    region: "eu-west-1",
    accessKeyId: "key",
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
  })) as AwsAnswer;
  return { status: result.status, body: JSON.parse(String(result.body)) };
}

const stoppedTask = (exitCode?: number): Task =>
  ({
    taskArn: "arn:task",
    clusterArn: "c",
    createdAt: 1.5,
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "runner", ...(exitCode === undefined ? {} : { exitCode }) }],
  }) as unknown as Task;
const ecsThatEndsWith = (exitCode?: number): TaskRunner => ({
  ...noEcs,
  runTask: () => Promise.resolve({ tasks: [stoppedTask()], failures: [] }),
  waitUntilStopped: () => Promise.resolve(stoppedTask(exitCode)),
});

describe("task results and errors", () => {
  test("a function's answer is the Payload of the result", async () => {
    const on = make(machine(invoke({ ResultSelector: { "next.$": "$.Payload.job_id" }, ResultPath: "$.settled" })));
    expect(await run(on)).toEqual({ status: "SUCCEEDED", output: { job_id: "1", settled: { next: "1" } } });
  });

  test.each([
    ["its type", ["JOB_CANCELLED"]],
    ["States.TaskFailed", ["States.TaskFailed"]],
    ["States.ALL", ["States.ALL"]],
  ])("a function's error is matched by %s, its cause holds type and message", async (_, errors) => {
    const on = make(machine(invoke(catching(errors))), { invoke: () => fail("JOB_CANCELLED", "stopped") });
    const { output } = await run(on);
    const error = (output as { error: { Error: string; Cause: string } }).error;
    expect(error.Error).toBe("JOB_CANCELLED");
    expect(JSON.parse(error.Cause)).toMatchObject({ errorType: "JOB_CANCELLED", errorMessage: "stopped" });
  });

  test("an error that no catcher names fails the execution with it", async () => {
    const on = make(machine(invoke(catching(["OTHER"]))), { invoke: () => fail("INTERNAL", "no") });
    expect(await run(on)).toMatchObject({ status: "FAILED", error: "INTERNAL" });
  });

  test("a retry with its attempts used up goes to the catcher", async () => {
    let calls = 0;
    const retry = [{ ErrorEquals: ["Lambda.TooManyRequestsException"], MaxAttempts: 2, IntervalSeconds: 60 }];
    const on = make(machine(invoke({ Retry: retry, ...catching(["States.ALL"]) })), {
      invoke: () => fail("Lambda.TooManyRequestsException", String((calls += 1))),
    });
    expect((await run(on)).status).toBe("SUCCEEDED");
    expect(calls).toBe(3);
  });

  test("States.TaskFailed does not match a time-out, States.Timeout does", async () => {
    const on = make(machine(invoke({ TimeoutSeconds: 1, ...catching(["States.TaskFailed"]) })), never);
    expect(await run(on)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  test("a Fail state takes error and cause from its input", async () => {
    const on = make({
      StartAt: "Job Failed",
      States: { "Job Failed": { Type: "Fail", ErrorPath: "$.error", CausePath: "$.cause" } },
    });
    expect(await run(on, { error: "E", cause: "C" })).toMatchObject({ status: "FAILED", error: "E", cause: "C" });
  });
});

describe("ecs:runTask.sync", () => {
  test("gives the stopped task, with times in milliseconds", async () => {
    const { output } = await run(make(machine(runTask()), { ecs: ecsThatEndsWith(0) }));
    expect(output).toMatchObject({ CreatedAt: 1500, Containers: [{ Name: "runner", ExitCode: 0 }] });
  });

  test("asks for the task in ECS's own spelling", async () => {
    const asked: unknown[] = [];
    const ecs: TaskRunner = {
      ...ecsThatEndsWith(0),
      runTask: (request, region) => (
        asked.push(request, region),
        Promise.resolve({ tasks: [stoppedTask()], failures: [] })
      ),
    };
    await run(make(machine(runTask()), { ecs }));
    expect(asked).toEqual([{ cluster: "c", taskDefinition: "t", group: "job:1" }, "eu-west-1"]);
  });

  test.each([
    ["exits with 1", 1],
    ["never started", undefined],
  ])("a container that %s is States.TaskFailed with the task as the cause", async (_, exitCode) => {
    const result = await run(make(machine(runTask()), { ecs: ecsThatEndsWith(exitCode) }));
    expect(result).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
    expect(JSON.parse(result.cause ?? "")).toMatchObject({ StoppedReason: "Essential container in task exited" });
  });

  test("no capacity is AmazonECS.Unknown with the failures as the cause", async () => {
    const result = await run(make(machine(runTask())));
    expect(result.error).toBe("AmazonECS.Unknown");
    expect(JSON.parse(result.cause ?? "")).toEqual({ Failures: [{ Reason: "RESOURCE:MEMORY" }], Tasks: [] });
  });

  test("an exception of RunTask is matched with Step Functions' name for it", async () => {
    const refused = Object.assign(new Error("no cluster"), { name: "ClusterNotFoundException" });
    const on = make(machine(runTask()), { ecs: { ...noEcs, runTask: () => Promise.reject(refused) } });
    expect(await run(on)).toMatchObject({ error: "ECS.ClusterNotFoundException" });
  });

  test.each([["aborted"], ["timed out"]])("stops the task when the execution is %s", async (how) => {
    const { promise: stopped, resolve } = Promise.withResolvers<string>();
    const ecs: TaskRunner = {
      runTask: () => Promise.resolve({ tasks: [stoppedTask()], failures: [] }),
      stopTask: ({ task }) => (resolve(task), Promise.resolve(stoppedTask())),
      waitUntilStopped: () => (how === "aborted" ? end() : undefined, new Promise(() => {})),
    };
    const on = make(machine(runTask({ TimeoutSeconds: 1 })), { ecs });
    const execution = on.start({ stateMachineArn: arn, name: "one", input: '{"job_id":"1"}' });
    const end = (): void => execution.abort("ABORTED", "Operator", "by hand");
    expect(await stopped).toBe("arn:task");
    await execution.ended;
    expect(execution.status).toBe(how === "aborted" ? "ABORTED" : "FAILED");
  });
});

describe("task tokens", () => {
  const waiting = invoke({
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Parameters: { FunctionName: "f", Payload: { "token.$": "$$.Task.Token" } },
  });

  test("each try of a task has a token of its own, which works once", async () => {
    const tokens: string[] = [];
    const on = make(machine({ ...waiting, Retry: [{ ErrorEquals: ["AGAIN"] }] }), {
      invoke: async (_, event) => {
        const { token } = event as { token: string };
        tokens.push(token);
        if (tokens.length === 1) on.tokens.fail(token, "AGAIN", "");
        else on.tokens.succeed(token, '{"done":true}');
        return answer(null);
      },
    });
    expect(await run(on)).toMatchObject({ status: "SUCCEEDED", output: { done: true } });
    expect(new Set(tokens).size).toBe(2);
    const late = await call(on, "SendTaskSuccess", { taskToken: tokens[0], output: "{}" });
    expect(late.body["__type"]).toContain("TaskTimedOut");
  });

  test("a token that was never given is refused", async () => {
    const late = await call(make(machine(waiting)), "SendTaskHeartbeat", { taskToken: "x" });
    expect(late.body["__type"]).toContain("InvalidToken");
  });
});

describe("the API", () => {
  const start = { stateMachineArn: arn, name: "one", input: '{"job_id":"1"}' };

  test("the same name and input while it runs is the same execution; other input is refused", async () => {
    const on = make(machine(invoke()), never);
    const first = await call(on, "StartExecution", start);
    expect(first.body["executionArn"]).toBe("arn:aws:states:eu-west-1:123456789012:execution:m:one");
    expect(await call(on, "StartExecution", start)).toEqual(first);
    const other = await call(on, "StartExecution", { ...start, input: "{}" });
    expect(other).toMatchObject({ status: 400, body: { __type: "com.amazonaws.sfn#ExecutionAlreadyExists" } });
  });

  test("an ended execution's name is taken", async () => {
    const on = make(machine(invoke()));
    await run(on);
    expect((await call(on, "StartExecution", start)).body["__type"]).toContain("ExecutionAlreadyExists");
  });

  test.each([
    ["unknown machine", { ...start, stateMachineArn: "arn:x" }, "StateMachineDoesNotExist"],
    ["a name with a slash", { ...start, name: "a/b" }, "InvalidName"],
    ["input that is no JSON", { ...start, input: "{" }, "InvalidExecutionInput"],
  ])("refuses %s", async (_, body, code) => {
    expect((await call(make(machine(invoke())), "StartExecution", body)).body["__type"]).toContain(code);
  });

  test("StopExecution aborts, and says so in the description, the history and the event", async () => {
    const on = make(machine(invoke()), never);
    const { executionArn } = (await call(on, "StartExecution", start)).body;
    await call(on, "StopExecution", { executionArn, error: "E", cause: "C" });
    const described = await call(on, "DescribeExecution", { executionArn });
    expect(described.body).toMatchObject({ status: "ABORTED", error: "E", cause: "C", name: "one" });
    const history = await call(on, "GetExecutionHistory", { executionArn, reverseOrder: true, maxResults: 1 });
    expect(history.body).toMatchObject({ events: [{ type: "ExecutionAborted" }] });
    expect(events.at(-1)).toMatchObject({
      source: "aws.states",
      detail: { status: "ABORTED", error: "E", cause: "C" },
    });
  });

  test("the history tells states and tasks in their order", async () => {
    const on = make(machine(invoke()));
    await run(on);
    const { body } = await call(on, "GetExecutionHistory", { executionArn: [...on.executions.keys()][0] });
    expect((body["events"] as { type: string }[]).map((event) => event.type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("throttles and crashes when told to", async () => {
    const on = make(machine(invoke()), never);
    for (const fault of on.faults) if (/throttle|crash-after-row/.test(fault.fault)) await fault.apply({ count: 1 });
    expect((await call(on, "StartExecution", start)).body["__type"]).toContain("ThrottlingException");
    expect((await call(on, "StartExecution", start)).status).toBe(500);
    expect([killed, on.executions.size]).toEqual([1, 0]);
    expect((await call(on, "StartExecution", start)).status).toBe(200);
  });
});

test.each([
  ["Assign", { Type: "Pass", Assign: { a: 1 }, End: true }],
  ["JSONata", { Type: "Pass", QueryLanguage: "JSONata", End: true }],
  ["$$.State.Name", { Type: "Pass", Parameters: { "a.$": "$$.State.Name" }, End: true }],
])("refuses a machine with %s, which the interpreter does not know", (word, state) => {
  expect(() => make({ StartAt: "First", States: { First: state } })).toThrow(word);
});
