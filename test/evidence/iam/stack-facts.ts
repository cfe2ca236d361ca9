import type { LocalStack } from "../../../local/stack.ts";
import type { StackFacts } from "../permissions/need.ts";

/** Reads from the deployed templates what calls do not tell. */
export function stackFacts({ stacks }: Pick<LocalStack, "stacks">): StackFacts {
  const ofType = (type: string) =>
    stacks.flatMap(({ resources }) => Object.values(resources)).filter((resource) => resource.type === type);
  const webSocketApi = ofType("AWS::ApiGatewayV2::Api").find(
    ({ properties }) => properties["ProtocolType"] === "WEBSOCKET",
  );
  return {
    taskRoles: new Map(
      ofType("AWS::ECS::TaskDefinition").map(({ ref, properties }) => [
        ref,
        [properties["TaskRoleArn"], properties["ExecutionRoleArn"]].map(String),
      ]),
    ),
    waitingMachines: ofType("AWS::StepFunctions::StateMachine")
      .filter(({ properties }) => String(properties["DefinitionString"]).includes(".waitForTaskToken"))
      .map(({ ref }) => ref),
    webSocketApiId: webSocketApi?.ref ?? "",
    functions: new Map(ofType("AWS::Lambda::Function").map(({ ref, attributes }) => [ref, attributes?.["Arn"] ?? ""])),
  };
}
