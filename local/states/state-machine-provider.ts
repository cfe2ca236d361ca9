import * as z from "zod";
import type { ResourceProvider } from "../template/deploy.ts";
import type { States } from "./states.ts";

const propertiesSchema = z.looseObject({
  StateMachineName: z.string().optional(),
  DefinitionString: z.string().optional(),
  Definition: z.unknown().optional(),
  DefinitionSubstitutions: z.record(z.string(), z.string()).default({}),
  RoleArn: z.string(),
  StateMachineType: z.literal("STANDARD").optional(),
});

/** AWS::StepFunctions::StateMachine. */
export function stateMachineProvider(states: States): ResourceProvider {
  return {
    create(request) {
      const properties = propertiesSchema.parse(request.properties);
      const name = properties.StateMachineName ?? request.physicalName(80);
      const arn = `arn:aws:states:${request.region}:${request.account}:stateMachine:${name}`;
      const text = properties.DefinitionString ?? JSON.stringify(properties.Definition);
      const definition = Object.entries(properties.DefinitionSubstitutions).reduce(
        (result, [key, value]) => result.replaceAll(`\${${key}}`, value),
        text,
      );
      states.createMachine({ arn, name, roleArn: properties.RoleArn, definition });
      return Promise.resolve({ ref: arn, attributes: { Arn: arn, Name: name } });
    },
  };
}
