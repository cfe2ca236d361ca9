import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { checkDefinition } from "./check-definition.ts";

/** A state machine as it was created. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** JSON, as in the template. */
  readonly definition: string;
  readonly parsed: StateMachineDefinition;
  readonly interpreter: StateMachine;
  readonly createdAt: Date;
}

export interface MachineToCreate {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: string;
}

/** The definition comes from templates that `checkMachines` has passed. */
export function createMachine(machine: MachineToCreate, createdAt: Date): Machine {
  const parsed = checkDefinition(machine.name, JSON.parse(machine.definition));
  // The time-out of the whole machine is kept by the execution, which also stops what runs then.
  const { TimeoutSeconds: _, ...rest } = parsed;
  const interpreter = new StateMachine(rest, { validationOptions: { noValidate: true } });
  return { ...machine, parsed, interpreter, createdAt };
}
