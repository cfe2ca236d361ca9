import { ArnFormat, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { DefinitionBody, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { JobType } from "../lambdas/contract/job-types.ts";
import { jobTypeFacts, jobTypes } from "../lambdas/contract/job-types.ts";
import type { Machine } from "../stepfunctions/language.ts";
import { machines } from "../stepfunctions/machines.ts";
import type { Functions } from "./functions.ts";
import type { PlatformNetwork } from "./platform-network.ts";
import type { PlatformRunner } from "./platform-runner.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface JobMachinesProps {
  readonly functions: Functions;
  readonly runner: PlatformRunner;
  readonly network: PlatformNetwork;
}

/** One state machine for each job type; an execution for each job. */
export class JobMachines extends Construct {
  readonly machines: ReadonlyMap<JobType, StateMachine>;

  constructor(scope: Construct, id: string, props: JobMachinesProps) {
    super(scope, id);
    const { runner, network } = props;
    const { jobSteps, tendrilSteps, broker, discoverAws, discoverGcp, discoverAzure } = props.functions;
    const parts = {
      jobSteps: jobSteps.functionArn,
      tendrilSteps: tendrilSteps.functionArn,
      broker: broker.functionArn,
      discoverAws: discoverAws.functionArn,
      discoverGcp: discoverGcp.functionArn,
      discoverAzure: discoverAzure.functionArn,
      run: {
        cluster: runner.cluster.clusterArn,
        taskDefinition: runner.taskDefinition.taskDefinitionArn,
        subnets: network.subnetIds,
        securityGroup: network.securityGroup.securityGroupId,
      },
    };
    const functions = [jobSteps, tendrilSteps, broker, discoverAws, discoverGcp, discoverAzure];
    this.machines = new Map(
      jobTypes.flatMap((type) => {
        const definition = machines[type]?.(parts);
        return definition === undefined ? [] : [[type, this.machine(type, definition, functions)]];
      }),
    );
    for (const [type, machine] of this.machines)
      if (jobTypeFacts[type].runsOn === "platform") grantRun(machine, runner);
  }

  /** Lets a function start the executions of jobs. */
  grantStart(handler: VintnerFunction): void {
    const arns = [...this.machines].map(([type, machine]) => [type, machine.stateMachineArn]);
    handler.set("stateMachines", Stack.of(this).toJsonString(Object.fromEntries(arns)));
    for (const machine of this.machines.values()) machine.grantStartExecution(handler);
  }

  /** Lets a function start and see the executions of jobs. */
  grantExecutions(handler: VintnerFunction): void {
    this.grantStart(handler);
    for (const machine of this.machines.values()) machine.grantExecution(handler, "states:DescribeExecution");
  }

  /** Lets a function end the waits of jobs, by the task tokens that were kept for them. */
  grantEndWaits(handler: VintnerFunction): void {
    // By their names: a machine that calls the function would otherwise need it first, and it the machine.
    const resources = [...this.machines.keys()].map((type) =>
      Stack.of(this).formatArn({
        service: "states",
        resource: "stateMachine",
        resourceName: machineName(type),
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    handler.addToRolePolicy(
      new PolicyStatement({ actions: ["states:SendTaskSuccess", "states:SendTaskFailure"], resources }),
    );
  }

  private machine(type: JobType, definition: Machine, functions: readonly VintnerFunction[]): StateMachine {
    const machine = new StateMachine(this, type, {
      stateMachineName: machineName(type),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
    });
    // A machine may call the functions that it names.
    const text = JSON.stringify(definition);
    for (const step of functions) if (text.includes(step.functionArn)) step.grantInvoke(machine);
    return machine;
  }
}

function machineName(type: JobType): string {
  return `vintner-${type.toLowerCase().replaceAll("_", "-")}`;
}

/** What `ecs:runTask.sync` needs. https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html */
function grantRun(machine: StateMachine, { cluster, taskDefinition }: PlatformRunner): void {
  const inCluster = { ArnEquals: { "ecs:cluster": cluster.clusterArn } };
  const { executionRole, taskRole } = taskDefinition;
  if (executionRole === undefined) throw new Error("The platform runner has no execution role");
  const stack = Stack.of(machine);
  const statements = [
    {
      actions: ["ecs:RunTask"],
      // Every revision: an execution goes on with the one that it was started with.
      resources: [
        stack.formatArn({ service: "ecs", resource: "task-definition", resourceName: `${taskDefinition.family}:*` }),
      ],
      conditions: inCluster,
    },
    {
      actions: ["ecs:StopTask", "ecs:DescribeTasks"],
      resources: [stack.formatArn({ service: "ecs", resource: "task", resourceName: `${cluster.clusterName}/*` })],
      conditions: inCluster,
    },
    {
      actions: ["iam:PassRole"],
      resources: [taskRole.roleArn, executionRole.roleArn],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    {
      actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
      resources: [
        stack.formatArn({ service: "events", resource: "rule", resourceName: "StepFunctionsGetEventsForECSTaskRule" }),
      ],
    },
  ];
  for (const statement of statements) machine.addToRolePolicy(new PolicyStatement(statement));
}
