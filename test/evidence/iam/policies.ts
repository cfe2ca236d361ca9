import type { PolicyDocument } from "../../../local/cloud/policy.ts";
import type { DeployedStack } from "../../../local/template/deploy.ts";

export interface Policy {
  /** Logical id; without one it is not of the templates. */
  readonly id?: string;
  readonly document: PolicyDocument;
}

export interface DeployedPolicies {
  /** By the role's ARN. */
  readonly ofRole: ReadonlyMap<string, readonly Policy[]>;
  /** By ARN: boundaries. */
  readonly managed: ReadonlyMap<string, Policy>;
}

/** The templates' policies with the names and ARNs that a stack gave. */
export function policiesOf(stacks: readonly DeployedStack[]): DeployedPolicies {
  const resources = stacks.flatMap((stack) => Object.entries(stack.resources));
  const roles = resources.filter(([, { type }]) => type === "AWS::IAM::Role").map(([, role]) => role);
  const inline = resources.filter(([, { type }]) => type === "AWS::IAM::Policy");
  const managed = resources.filter(([, { type }]) => type === "AWS::IAM::ManagedPolicy");
  return {
    ofRole: new Map(
      roles.map(({ ref, attributes }) => [
        attributes?.["Arn"] ?? "",
        inline
          .filter(([, { properties }]) => (properties["Roles"] as string[]).includes(ref))
          .map(([id, { properties }]) => ({ id, document: properties["PolicyDocument"] as PolicyDocument })),
      ]),
    ),
    managed: new Map(
      managed.map(([id, { ref, properties }]) => [
        ref,
        { id, document: properties["PolicyDocument"] as PolicyDocument },
      ]),
    ),
  };
}
