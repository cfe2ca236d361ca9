import { expect, test } from "@jest/globals";
import { checkMachines } from "./check-machines.ts";

const invoke = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };

function template(definition: object) {
  const [before, after] = JSON.stringify(definition).split("FUNCTION");
  const DefinitionString =
    after === undefined ? before : { "Fn::Join": ["", [before, { "Fn::GetAtt": ["F", "Arn"] }, after]] };
  return { Resources: { One: { Type: "AWS::StepFunctions::StateMachine", Properties: { DefinitionString } } } };
}

test("a template's machines that are valid States Language pass, with what is known only later", () => {
  const call = { ...invoke, Parameters: { FunctionName: "FUNCTION" } };
  expect(() => checkMachines(template({ StartAt: "Call", TimeoutSeconds: 9, States: { Call: call } }))).not.toThrow();
  expect(() => checkMachines(template({ StartAt: "End", States: { End: { Type: "Succeed" } } }))).not.toThrow();
  expect(() => checkMachines({ Resources: { Bucket: { Type: "AWS::S3::Bucket" } } })).not.toThrow();
});

test.each([
  ["goes on to a state that is not there", { ...invoke, End: undefined, Next: "Nowhere" }, "MISSING_TRANSITION_TARGET"],
  ["has a state without a resource", { Type: "Task", End: true }, "SCHEMA_VALIDATION_FAILED"],
])("a machine that %s is refused by its name, with the reason", (_, state, reason) => {
  const check = () => checkMachines(template({ StartAt: "Call", States: { Call: state } }));
  expect(check).toThrow(/^The state machine One is not valid: /);
  expect(check).toThrow(reason);
});
