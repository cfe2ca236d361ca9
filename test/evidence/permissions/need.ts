import type { AwsCall } from "../../../local/cloud/aws-call.ts";

/** A condition key of the request with its values; an undefined one is absent. */
export type ContextEntry = readonly [key: string, value: string | readonly string[] | undefined];

/** One permission that a call needs, as IAM asks for it. */
export interface Need {
  /** `dynamodb:GetItem` */
  readonly action: string;
  /** ARN; `*` where the action knows no resource. */
  readonly resource: string;
  readonly context: readonly ContextEntry[];
  /** A resource of EC2 whose tags are `aws:ResourceTag/…`. */
  readonly taggedId?: string;
  /** A role whose boundary is `iam:PermissionsBoundary`. */
  readonly boundedRole?: string;
}

/** What a call does not tell and the deployed templates do. */
export interface StackFacts {
  /** Roles that a task definition passes to ECS, by its ARN. */
  readonly taskRoles: ReadonlyMap<string, readonly string[]>;
  /** ARNs of the machines that wait by task token. */
  readonly waitingMachines: readonly string[];
  readonly webSocketApiId: string;
  /** ARN by name. */
  readonly functions: ReadonlyMap<string, string>;
}

/** What a call of one service needs. Undefined: nobody has said yet. */
export type Needs = (call: AwsCall, facts: StackFacts) => readonly Need[] | undefined;

export function need(action: string, resource: string, context: readonly ContextEntry[] = []): Need {
  return { action, resource, context };
}

export function arn({ region, principal }: AwsCall, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${principal.account}:${resource}`;
}

/** IAM's own ARNs have no region. */
export function roleArn({ principal }: AwsCall, name: string): string {
  return name.startsWith("arn:") ? name : `arn:aws:iam::${principal.account}:role/${name}`;
}

export function jsonBody({ body }: AwsCall): Readonly<Record<string, unknown>> {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
}

export function formBody({ body }: AwsCall): URLSearchParams {
  return new URLSearchParams(body.toString());
}

/** `aws:RequestTag/…` and `aws:TagKeys`. */
export function requestTags(tags: Readonly<Record<string, string>>): readonly ContextEntry[] {
  const keys = Object.keys(tags);
  const each = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value] as const);
  return keys.length === 0 ? [] : [...each, ["aws:TagKeys", keys]];
}

/** The roles are handed to ECS's tasks. */
export function passedToTasks(roles: readonly string[]): readonly Need[] {
  return roles.map((role) => need("iam:PassRole", role, [["iam:PassedToService", "ecs-tasks.amazonaws.com"]]));
}
