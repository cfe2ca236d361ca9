import * as z from "zod";
import { pageOf, pageSchema } from "./page.ts";
import { StatesApiError } from "./states-error.ts";
import type { Action } from "./action.ts";
import type { States } from "./states.ts";

const describeSchema = z.object({ stateMachineArn: z.string() });

export function machineActions(states: Omit<States, "service">): Readonly<Record<string, Action>> {
  return {
    DescribeStateMachine(body) {
      const { stateMachineArn } = describeSchema.parse(body);
      const machine = states.machines.get(stateMachineArn);
      if (machine === undefined) {
        throw new StatesApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
      }
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        status: "ACTIVE",
        type: "STANDARD",
        definition: machine.definition,
        roleArn: machine.roleArn,
        creationDate: machine.createdAt.getTime() / 1000,
      };
    },
    ListStateMachines(body) {
      const { items, nextToken } = pageOf([...states.machines.values()], pageSchema.parse(body));
      const stateMachines = items.map((machine) => ({
        stateMachineArn: machine.arn,
        name: machine.name,
        type: "STANDARD",
        creationDate: machine.createdAt.getTime() / 1000,
      }));
      return { stateMachines, nextToken };
    },
  };
}
