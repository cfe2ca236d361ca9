import type { AssemblyStack, Template } from "../../../local/template/assembly.ts";
import { listOf } from "../../../local/cloud/policy-pattern.ts";
import { renderer, shortId } from "./render.ts";

/** One statement of a policy in the templates, readable: `${ApiLogs.Arn}` in place of an intrinsic. */
export interface Grant {
  /** `<logical id of the policy>#<place of the statement>` */
  readonly id: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: unknown;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** All that the synthesized templates permit, by role; a boundary that no role of theirs has stands under its own name. */
export function grantsOf(stacks: readonly AssemblyStack[]): ReadonlyMap<string, readonly Grant[]> {
  const grants = new Map<string, Grant[]>();
  const render = renderer(stacks);
  for (const { template } of stacks) {
    for (const [id, { Type: type, Properties: properties = {} }] of Object.entries(template.Resources)) {
      if (type === "AWS::IAM::Role") {
        const name = shortId(id);
        grants.set(name, [...managedPolicies(properties, render), ...(grants.get(name) ?? [])]);
      } else if (type === "AWS::IAM::Policy" || type === "AWS::IAM::ManagedPolicy") {
        const owners = rolesOf(properties, template);
        for (const owner of owners.length === 0 ? [shortId(id)] : owners) {
          grants.set(owner, [...(grants.get(owner) ?? []), ...statementsOf(id, properties, render)]);
        }
      }
    }
  }
  return grants;
}

type Properties = Readonly<Record<string, unknown>>;
type Render = (value: unknown) => unknown;

function statementsOf(policyId: string, properties: Properties, render: Render): Grant[] {
  const { Statement: statements } = properties["PolicyDocument"] as { readonly Statement: Statement[] };
  return statements.map(({ Effect: effect, Action, Resource, Condition }, index) => ({
    id: `${policyId}#${index}`,
    effect,
    actions: listOf(Action),
    resources: listOf(Resource).map((one) => String(render(one))),
    ...(Condition === undefined ? {} : { condition: render(Condition) }),
  }));
}

/** AWS's own policies: what is in them is AWS's. */
function managedPolicies(properties: Properties, render: Render): Grant[] {
  const arns = (properties["ManagedPolicyArns"] ?? []) as unknown[];
  return arns.map((arn) => ({
    id: "managed",
    effect: "Allow",
    actions: ["what AWS's policy permits"],
    resources: [String(render(arn))],
  }));
}

function rolesOf(properties: Properties, template: Template): string[] {
  const roles = (properties["Roles"] ?? []) as { readonly Ref: string }[];
  for (const { Ref } of roles)
    if (!(Ref in template.Resources)) throw new Error(`A policy is for the unknown role ${Ref}`);
  return roles.map(({ Ref }) => shortId(Ref));
}
