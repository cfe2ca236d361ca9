import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import * as z from "zod";
import type { Template } from "../template/assembly.ts";

const type = "AWS::StepFunctions::StateMachine";
const machineSchema = z.object({
  Properties: z.object({
    DefinitionString: z.union([z.string(), z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) })]),
  }),
});

/**
 * Throws what the States Language forbids in a template's machines, by the interpreter's own schema. That is compiled anew
 * for every machine, two seconds for all, so a template is held against it where it is made and not at each start.
 */
export function checkMachines({ Resources }: Template): void {
  for (const [id, resource] of Object.entries(Resources)) {
    if (resource.Type !== type) continue;
    const { DefinitionString: text } = machineSchema.parse(resource).Properties;
    try {
      checkMachine(JSON.parse(typeof text === "string" ? text : join(...text["Fn::Join"])));
    } catch (error) {
      throw new Error(`The state machine ${id} is not valid: ${String(error)}`, { cause: error });
    }
  }
}

function checkMachine(definition: StateMachineDefinition): void {
  // oxlint-disable-next-line no-new
  new StateMachine(definition, { validationOptions: { checkArn: false } });
}

/** ARNs that are known only later are not looked at. */
function join(separator: string, parts: readonly unknown[]): string {
  return parts.map((part) => (typeof part === "string" ? part : "arn")).join(separator);
}
