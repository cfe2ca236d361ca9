import type { Template } from "./template.ts";
import { resourcesOf } from "./template.ts";

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement that permits something, with the logical id of its policy. Those of the CDK's own helpers are not ours. */
export function statements(template: Template): { policy: string; statement: Statement; actions: readonly string[] }[] {
  return ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"]
    .flatMap((type) => resourcesOf(template, type))
    .filter(([policy]) => !policy.startsWith("CustomCDKBucketDeployment"))
    .flatMap(([policy, properties]) => {
      const document = properties["PolicyDocument"] as { Statement: Statement[] };
      return document.Statement.map((statement) => ({ policy, statement, actions: [statement.Action].flat() }));
    });
}

export function isEveryResource({ Resource }: Statement): boolean {
  return [Resource].flat().includes("*");
}
