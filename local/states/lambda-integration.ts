import * as z from "zod";
import type { InvokeResult } from "../functions/invoke-result.ts";
import { TaskError } from "./states-error.ts";
import type { Integrations } from "./task-call.ts";

const parametersSchema = z.looseObject({ FunctionName: z.string(), Payload: z.unknown().optional() });

/** `lambda:invoke`: a function's error is the task's error by its type, with the whole answer as the cause. */
export function lambdaIntegrations(invoke: (name: string, event: unknown) => Promise<InvokeResult>): Integrations {
  async function call(parameters: unknown): Promise<Record<string, unknown>> {
    const { FunctionName, Payload } = parametersSchema.parse(parameters);
    const result = await invoke(FunctionName, Payload ?? {});
    if (!result.ok) throw new TaskError(result.error.errorType, JSON.stringify(result.error));
    return { ExecutedVersion: "$LATEST", Payload: result.payload, StatusCode: 200 };
  }
  return {
    "lambda:invoke": ({ parameters }) => call(parameters),
    "lambda:invoke.waitForTaskToken": async ({ parameters, awaitToken }) => {
      const task = awaitToken();
      try {
        await call(parameters);
        return await task.outcome;
      } finally {
        task.expire();
      }
    },
  };
}
