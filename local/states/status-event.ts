import type { EventToPut } from "../events/event-bus.ts";
import type { Execution } from "./execution.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html, times in epoch milliseconds. */
export function statusEvent(execution: Execution): EventToPut {
  return {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machine.arn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startDate.getTime(),
      stopDate: execution.stopDate?.getTime() ?? null,
      input: execution.input,
      inputDetails: { included: true },
      output: execution.output ?? null,
      outputDetails: execution.output === undefined ? null : { included: true },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
}
