import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Node } from "constructs";
import * as z from "zod";

/** What an installation may set, each by its name in the CDK's context: `-c <name>=<value>`, or `context` in `cdk.json`. */
export interface Configuration {
  /** Is invited and made an admin. @default nobody: add people by the AWS CLI */
  readonly adminEmail?: string | undefined;
  /** Gets the alarms by e-mail, once it has confirmed. @default nobody */
  readonly alarmEmail?: string | undefined;
  /** Where the dashboard is served. @default CloudFront's own name */
  readonly domain?: CustomDomain | undefined;
  /** ARN or name of a policy that every role of the stacks gets as its boundary. @default none */
  readonly permissionBoundary?: string | undefined;
  /** How long CloudWatch keeps the program's logs. */
  readonly logRetentionDays: number;
}

export interface CustomDomain {
  readonly name: string;
  /** Of AWS Certificate Manager in us-east-1, the only region that CloudFront reads. */
  readonly certificateArn: string;
  /** The Route 53 zone that gets the records. @default none: whoever runs the DNS points the name at CloudFront */
  readonly hostedZone?: { readonly id: string; readonly name: string } | undefined;
}

/** Reads and checks the configuration; throws one error that tells all that is wrong, a line each. */
export function readConfiguration(node: Node): Configuration {
  const given = Object.fromEntries(keys.map((key) => [key, node.tryGetContext(key) as unknown]));
  const { data, error } = schema.safeParse(given);
  if (error === undefined) return toConfiguration(data);
  const lines = error.issues.map(({ path: [key], message }) => explain(String(key) as Key, given, message));
  throw new Error(`The configuration is not valid.\n${lines.join("\n")}`);
}

function explain(key: Key, given: Readonly<Record<string, unknown>>, message: string): string {
  const value = given[key] === undefined ? "" : ` ${JSON.stringify(given[key])}`;
  return `  ${key}:${value} ${message}. Example: -c ${key}=${examples[key]}`;
}

const examples = {
  adminEmail: "jane@example.com",
  alarmEmail: "on-call@example.com",
  domainName: "vintner.example.com",
  certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000",
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
  hostedZoneName: "example.com",
  permissionBoundary: "arn:aws:iam::111122223333:policy/developer-boundary",
  logRetentionDays: "30",
} as const;
type Key = keyof typeof examples;
const keys = Object.keys(examples) as Key[];

const retentionDays = Object.values(RetentionDays)
  .filter((days) => typeof days !== "string" && days !== RetentionDays.INFINITE)
  .map(Number);
const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const policy = /^(arn:aws[\w-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+|[\w+=,.@-]{1,128})$/;

const email = z.email("is not an e-mail address").optional();
const host = z.string("is not text").regex(hostName, "is not a host name in small letters").optional();
const schema = z
  .object({
    adminEmail: email,
    alarmEmail: email,
    domainName: host,
    certificateArn: z
      .string("is not text")
      .regex(
        /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
        "is not the ARN of a certificate in us-east-1, which CloudFront needs wherever the stack is",
      )
      .optional(),
    hostedZoneId: z
      .string("is not text")
      .regex(/^Z[A-Z0-9]{1,31}$/, "is not the id of a hosted zone")
      .optional(),
    hostedZoneName: host,
    permissionBoundary: z.string("is not text").regex(policy, "is not the ARN or the name of a policy").optional(),
    logRetentionDays: z
      .union([z.number(), z.string()])
      .transform(Number)
      .refine((days) => retentionDays.includes(days), `is none of what CloudWatch knows: ${retentionDays.join(", ")}`)
      .default(30),
  })
  .superRefine(({ domainName, certificateArn, hostedZoneId, hostedZoneName }, context) => {
    const need = (key: Key, other: Key) =>
      context.addIssue({ code: "custom", path: [key], message: `is missing: ${other} is set, and they go together` });
    if (domainName !== undefined && certificateArn === undefined) need("certificateArn", "domainName");
    if (certificateArn !== undefined && domainName === undefined) need("domainName", "certificateArn");
    if (hostedZoneId !== undefined && hostedZoneName === undefined) need("hostedZoneName", "hostedZoneId");
    if (hostedZoneName !== undefined && hostedZoneId === undefined) need("hostedZoneId", "hostedZoneName");
    if (hostedZoneId !== undefined && domainName === undefined) need("domainName", "hostedZoneId");
    if (domainName === undefined || hostedZoneName === undefined) return;
    if (`.${domainName}`.endsWith(`.${hostedZoneName}`)) return;
    context.addIssue({ code: "custom", path: ["hostedZoneName"], message: `does not hold the name ${domainName}` });
  });

function toConfiguration(values: z.output<typeof schema>): Configuration {
  const { domainName, certificateArn, hostedZoneId, hostedZoneName, ...rest } = values;
  if (domainName === undefined || certificateArn === undefined) return rest;
  const zoned = hostedZoneId !== undefined && hostedZoneName !== undefined;
  const hostedZone = zoned ? { id: hostedZoneId, name: hostedZoneName } : undefined;
  return { ...rest, domain: { name: domainName, certificateArn, hostedZone } };
}
