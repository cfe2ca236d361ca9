import { CfnOutput, type Stack } from "aws-cdk-lib";

/** What a deployment prints at its end: each value with a sentence, under its own name. */
export function stackOutputs(stack: Stack, outputs: Readonly<Record<string, readonly [string, string]>>): void {
  for (const [name, [value, description]] of Object.entries(outputs))
    new CfnOutput(stack, name, { value, description });
}
