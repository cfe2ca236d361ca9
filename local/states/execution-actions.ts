import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Execution } from "./execution.ts";
import { pageOf, pageSchema } from "./page.ts";
import { StatesApiError } from "./states-error.ts";
import type { Action } from "./action.ts";
import type { States } from "./states.ts";

const startSchema = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().optional(),
});
const stopSchema = z.object({ executionArn: z.string(), error: z.string().optional(), cause: z.string().optional() });
const arnSchema = z.object({ executionArn: z.string() });
const listSchema = pageSchema.extend({ stateMachineArn: z.string(), statusFilter: z.string().optional() });
const historySchema = pageSchema.extend({ executionArn: z.string(), reverseOrder: z.boolean().default(false) });
const tokenSchema = z.object({ taskToken: z.string() });
const succeedSchema = tokenSchema.extend({ output: z.string() });
const failSchema = tokenSchema.extend({ error: z.string().default(""), cause: z.string().default("") });

/** Step Functions' quota on an execution's input. */
const inputMaxBytes = 256 * 1024;

export function executionActions(states: Omit<States, "service">): Readonly<Record<string, Action>> {
  const find = (body: unknown): Execution => {
    const { executionArn } = arnSchema.parse(body);
    const execution = states.executions.get(executionArn);
    if (execution !== undefined) return execution;
    throw new StatesApiError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
  };
  return {
    StartExecution(body) {
      const { stateMachineArn, name = randomUUID(), input = "{}" } = startSchema.parse(body);
      checkName(name);
      checkInput(input);
      const { arn, startDate } = states.start({ stateMachineArn, name, input });
      return { executionArn: arn, startDate: seconds(startDate) };
    },
    StopExecution(body) {
      const { error, cause } = stopSchema.parse(body);
      const execution = find(body);
      execution.abort("ABORTED", error, cause);
      return { stopDate: seconds(execution.stopDate ?? execution.startDate) };
    },
    DescribeExecution: (body) => describe(find(body)),
    ListExecutions(body) {
      const { stateMachineArn, statusFilter, ...page } = listSchema.parse(body);
      const all = [...states.executions.values()]
        .filter((one) => one.machine.arn === stateMachineArn)
        .filter((one) => statusFilter === undefined || one.status === statusFilter)
        .toReversed();
      const { items, nextToken } = pageOf(all, page);
      return { executions: items.map(summary), nextToken };
    },
    GetExecutionHistory(body) {
      const { reverseOrder, ...page } = historySchema.parse(body);
      const { events } = find(body).history;
      const { items, nextToken } = pageOf(reverseOrder ? events.toReversed() : events, page);
      return { events: items, nextToken };
    },
    SendTaskSuccess(body) {
      const { taskToken, output } = succeedSchema.parse(body);
      states.tokens.succeed(taskToken, output);
      return {};
    },
    SendTaskFailure(body) {
      const { taskToken, error, cause } = failSchema.parse(body);
      states.tokens.fail(taskToken, error, cause);
      return {};
    },
    SendTaskHeartbeat(body) {
      states.tokens.heartbeat(tokenSchema.parse(body).taskToken);
      return {};
    },
  };
}

function checkName(name: string): void {
  // 1 to 80 characters, without white space, brackets, wildcards and "#%\^|~`$&,;:/
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) {
    throw new StatesApiError("InvalidName", `Invalid Name: '${name}'`);
  }
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > inputMaxBytes) {
    throw new StatesApiError("InvalidExecutionInput", "Invalid State Machine Execution Input: 'input is too long'");
  }
  try {
    JSON.parse(input);
  } catch {
    throw new StatesApiError("InvalidExecutionInput", "Invalid State Machine Execution Input: 'not valid JSON'");
  }
}

function summary(execution: Execution): Record<string, unknown> {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startDate),
    stopDate: execution.stopDate === undefined ? undefined : seconds(execution.stopDate),
  };
}

function describe(execution: Execution): Record<string, unknown> {
  return {
    ...summary(execution),
    input: execution.input,
    inputDetails: { included: true },
    output: execution.output,
    outputDetails: execution.output === undefined ? undefined : { included: true },
    error: execution.error,
    cause: execution.cause,
  };
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}
