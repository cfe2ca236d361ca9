import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { AwsAnswer, AwsService } from "../cloud/aws-request.ts";
import type { Action } from "./action.ts";
import { executionActions } from "./execution-actions.ts";
import { machineActions } from "./machine-actions.ts";
import { StatesApiError } from "./states-error.ts";
import type { StatesFaults } from "./states-faults.ts";
import type { States, StatesOptions } from "./states.ts";

/** Step Functions on the wire: JSON 1.0, `AWSStepFunctions.<action>`. */
export function createStatesService(
  states: Omit<States, "service">,
  faults: StatesFaults,
  options: Pick<StatesOptions, "killCaller">,
): AwsService {
  const actions: Readonly<Record<string, Action>> = { ...machineActions(states), ...executionActions(states) };
  return async (request) => {
    const action = Object.hasOwn(actions, request.action) ? actions[request.action] : undefined;
    if (action === undefined) return failure(400, "UnknownOperationException", `Not known here: ${request.action}`);
    const isStart = request.action === "StartExecution";
    if (isStart && faults.throttleStart.take()) return failure(400, "ThrottlingException", "Rate exceeded");
    if (isStart && faults.failStart.take()) return failure(500, "InternalFailure", "Internal failure");
    if (isStart && faults.killBeforeStart.take()) {
      await options.killCaller(request.accessKeyId);
      return failure(500, "InternalFailure", "Internal failure");
    }
    try {
      const answer = action(JSON.parse(request.body.toString("utf8") || "{}"));
      if (isStart && faults.killAfterStart.take()) await options.killCaller(request.accessKeyId);
      return json(200, answer);
    } catch (error) {
      if (error instanceof StatesApiError) return failure(400, error.name, error.message);
      if (error instanceof z.ZodError) return failure(400, "ValidationException", z.prettifyError(error));
      if (error instanceof SyntaxError) return failure(400, "SerializationException", error.message);
      throw error;
    }
  };
}

function json(status: number, body: unknown): AwsAnswer {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() };
  return { status, headers, body: JSON.stringify(body) };
}

function failure(status: number, code: string, message: string): AwsAnswer {
  return json(status, { __type: `com.amazonaws.sfn#${code}`, message });
}
