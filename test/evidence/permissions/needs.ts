import { dynamoDbNeeds } from "./dynamodb.ts";
import { ec2Needs } from "./ec2.ts";
import { ecsNeeds } from "./ecs.ts";
import { iamNeeds, tagsOf } from "./iam.ts";
import { machineNeeds } from "./machines.ts";
import { arn, formBody, jsonBody, need, requestTags, roleArn } from "./need.ts";
import type { Need, Needs } from "./need.ts";
import { s3Needs } from "./s3.ts";

/** The permissions that a call needs, by the service authorization reference of its service. */
export const needsOf: Needs = (call, facts) => {
  // A machine's calls have no wire.
  if (call.action === "invoke" || call.action.startsWith("invoke.") || call.action.startsWith("runTask")) {
    return machineNeeds(call, facts);
  }
  return services[call.service]?.(call, facts);
};

const stsNeeds: Needs = (call) => {
  const form = formBody(call);
  if (call.action === "GetCallerIdentity") return [];
  if (call.action === "GetWebIdentityToken") {
    return [
      need("sts:GetWebIdentityToken", "*", [
        ["sts:IdentityTokenAudience", [form.get("Audience.member.1") ?? ""]],
        ["sts:SigningAlgorithm", form.get("SigningAlgorithm") ?? undefined],
        ["sts:DurationSeconds", form.get("DurationSeconds") ?? "300"],
      ]),
    ];
  }
  if (call.action !== "AssumeRole") return undefined;
  const tags = requestTags(tagsOf(form, "Tags.member"));
  const resource = roleArn(call, form.get("RoleArn") ?? "");
  const context = [
    ...tags,
    ["sts:RoleSessionName", form.get("RoleSessionName") ?? undefined] as const,
    ["sts:ExternalId", form.get("ExternalId") ?? undefined] as const,
  ];
  const assume = need("sts:AssumeRole", resource, context);
  return tags.length === 0 ? [assume] : [assume, need("sts:TagSession", resource, context)];
};

const statesNeeds: Needs = (call, { waitingMachines }) => {
  const body = jsonBody(call);
  const action = `states:${call.action}`;
  // The request names no machine: a token may be of any that waits by one.
  if (call.action.startsWith("SendTask")) return waitingMachines.map((machine) => need(action, machine));
  const resource = body["stateMachineArn"] ?? body["executionArn"];
  return typeof resource === "string" ? [need(action, resource)] : undefined;
};

const secretsNeeds: Needs = (call) => {
  const { SecretId: id, Name: name, Tags: tags = [] } = jsonBody(call);
  const action = `secretsmanager:${call.action}`;
  if (typeof id === "string") {
    return [need(action, id.startsWith("arn:") ? id : arn(call, "secretsmanager", `secret:${id}-??????`))];
  }
  if (call.action !== "CreateSecret") return undefined;
  // Secrets Manager adds six characters to the name.
  const made = arn(call, "secretsmanager", `secret:${String(name)}-AbCdEf`);
  const each = (tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value] as const);
  const context = requestTags(Object.fromEntries(each));
  const create = need(action, made, context);
  return each.length === 0 ? [create] : [create, need("secretsmanager:TagResource", made, context)];
};

const logsNeeds: Needs = (call) => {
  const { logGroupName: group, resourceArn, tags } = jsonBody(call);
  const action = `logs:${call.action}`;
  if (typeof resourceArn === "string") return [need(action, resourceArn)];
  if (call.action === "DescribeLogGroups") return [need(action, arn(call, "logs", "log-group::log-stream:"))];
  const resource = arn(call, "logs", `log-group:${String(group)}:log-stream:`);
  const context = requestTags((tags ?? {}) as Record<string, string>);
  const one = need(action, resource, context);
  const tag = (): Need => need("logs:TagResource", arn(call, "logs", `log-group:${String(group)}`), context);
  return context.length === 0 ? [one] : [one, tag()];
};

const lambdaNeeds: Needs = (call, { functions }) => {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(call.url)?.[1];
  if (name === undefined) return undefined;
  const decoded = decodeURIComponent(name);
  return [need("lambda:InvokeFunction", functions.get(decoded) ?? decoded)];
};

/** `/<stage>/@connections/<id>` */
const managementNeeds: Needs = (call, { webSocketApiId }) => {
  const path = decodeURIComponent(call.url).replace("/@connections", `/${call.method}/@connections`);
  return [need("execute-api:ManageConnections", arn(call, "execute-api", `${webSocketApiId}${path}`))];
};

const services: Readonly<Record<string, Needs>> = {
  dynamodb: dynamoDbNeeds,
  ec2: ec2Needs,
  ecs: ecsNeeds,
  "execute-api": managementNeeds,
  iam: iamNeeds,
  lambda: lambdaNeeds,
  logs: logsNeeds,
  s3: s3Needs,
  secretsmanager: secretsNeeds,
  states: statesNeeds,
  sts: stsNeeds,
};
