import { Duration } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { JobMachines } from "./job-machines.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface CloserEventsProps {
  readonly handler: VintnerFunction;
  readonly machines: JobMachines;
}

/** Calls the closer when an execution has ended, and every minute for what no event told. */
export class CloserEvents extends Construct {
  constructor(scope: Construct, id: string, { handler, machines }: CloserEventsProps) {
    super(scope, id);
    new Rule(this, "ExecutionEnded", {
      description: "An execution of a job has ended",
      eventPattern: {
        source: ["aws.states"],
        detailType: ["Step Functions Execution Status Change"],
        detail: {
          stateMachineArn: [...machines.machines.values()].map((machine) => machine.stateMachineArn),
          status: ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"],
        },
      },
      targets: [new LambdaFunction(handler)],
    });
    new Rule(this, "Sweep", {
      description: "Finds jobs that no event tells of: not started, lost, or ended unseen",
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(handler, { event: RuleTargetInput.fromObject({ source: "vintner.sweep" }) })],
    });
  }
}
