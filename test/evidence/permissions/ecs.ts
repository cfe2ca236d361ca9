import type { AwsCall } from "../../../local/cloud/aws-call.ts";
import { arn, jsonBody, need, passedToTasks, requestTags } from "./need.ts";
import type { ContextEntry, Need, Needs } from "./need.ts";

type Body = Readonly<Record<string, unknown>>;

/** Actions that know no resource. */
const ofAccount = ["DescribeTaskDefinition", "DeregisterTaskDefinition", "ListTaskDefinitions", "ListClusters"];
const onCluster = ["CreateCluster", "UpdateCluster", "PutClusterCapacityProviders", "DeleteCluster"];
const onService = ["CreateService", "UpdateService", "DeleteService"];
const onTask = ["StopTask", "UpdateTaskProtection", "GetTaskProtection"];

/** Calls on the wire; those of machines are in `machines.ts`. */
export const ecsNeeds: Needs = (call) => {
  const body = jsonBody(call);
  const action = `ecs:${call.action}`;
  const named = body["cluster"] ?? body["clusterName"];
  const cluster = arnOf(call, "cluster", typeof named === "string" ? named : "default");
  const inCluster: readonly ContextEntry[] = [["ecs:cluster", cluster]];
  const clusterName = last(cluster);
  if (call.action === "StartContainer") return startNeeds(call, body);
  if (call.action === "RegisterTaskDefinition") return registerNeeds(call, body);
  if (ofAccount.includes(call.action)) return [need(action, "*")];
  if (call.action === "ListTasks") return [need(action, "*", inCluster)];
  if (onCluster.includes(call.action)) return tagged(call, body, need(action, cluster));
  if (call.action === "DescribeClusters") {
    return listed(body["clusters"]).map((one) => need(action, arnOf(call, "cluster", one)));
  }
  if (onService.includes(call.action)) {
    const name = last(String(body["service"] ?? body["serviceName"]));
    return tagged(call, body, need(action, arn(call, "ecs", `service/${clusterName}/${name}`), inCluster));
  }
  if (call.action === "DescribeServices") {
    const services = listed(body["services"]).map((one) => arn(call, "ecs", `service/${clusterName}/${last(one)}`));
    return services.map((service) => need(action, service, inCluster));
  }
  if (call.action === "DescribeTasks" || onTask.includes(call.action)) {
    const tasks = [...listed(body["tasks"]), ...listed(body["task"])];
    return tasks.map((one) => need(action, arn(call, "ecs", `task/${clusterName}/${last(one)}`), inCluster));
  }
  return undefined;
};

function registerNeeds(call: AwsCall, body: Body): readonly Need[] {
  const definition = need(
    "ecs:RegisterTaskDefinition",
    arn(call, "ecs", `task-definition/${String(body["family"])}:1`),
  );
  const roles = [body["taskRoleArn"], body["executionRoleArn"]].filter((role) => typeof role === "string");
  return [...tagged(call, body, definition), ...passedToTasks(roles)];
}

interface Container {
  readonly image: string;
  readonly secrets?: readonly { readonly valueFrom: string }[];
  readonly logConfiguration?: { readonly options?: Readonly<Record<string, string>> };
}

/** Before a container starts ECS pulls its image, reads its secrets and opens its log, all with the execution role. */
function startNeeds(call: AwsCall, body: Body): readonly Need[] {
  const { image, secrets = [], logConfiguration } = body as unknown as Container;
  const [account = "", , , region = ""] = image.split(".");
  const repository = `arn:aws:ecr:${region}:${account}:repository/${image.slice(image.indexOf("/") + 1).split(":")[0]}`;
  const pulls = ["BatchCheckLayerAvailability", "GetDownloadUrlForLayer", "BatchGetImage"];
  const group = logConfiguration?.options?.["awslogs-group"];
  const stream = `log-group:${group}:log-stream:${logConfiguration?.options?.["awslogs-stream-prefix"]}`;
  const logs = group === undefined ? [] : ["CreateLogStream", "PutLogEvents"];
  return [
    need("ecr:GetAuthorizationToken", "*"),
    ...pulls.map((action) => need(`ecr:${action}`, repository)),
    ...secrets.map(({ valueFrom }) =>
      need("secretsmanager:GetSecretValue", valueFrom.split(":").slice(0, 7).join(":")),
    ),
    ...logs.map((action) => need(`logs:${action}`, arn(call, "logs", stream))),
  ];
}

/** What is made with tags needs the permission to tag, too. */
function tagged(call: AwsCall, body: Body, made: Need): readonly Need[] {
  const tags = (body["tags"] ?? []) as { readonly key: string; readonly value: string }[];
  if (tags.length === 0) return [made];
  const context = requestTags(Object.fromEntries(tags.map(({ key, value }) => [key, value])));
  return [
    { ...made, context: [...made.context, ...context] },
    need("ecs:TagResource", made.resource, [...context, ["ecs:CreateAction", call.action]]),
  ];
}

function arnOf(call: AwsCall, kind: string, name: string): string {
  return name.startsWith("arn:") ? name : arn(call, "ecs", `${kind}/${name}`);
}

function last(name: string): string {
  return name.split("/").at(-1) ?? name;
}

function listed(value: unknown): readonly string[] {
  return value === undefined ? [] : ([value].flat() as string[]);
}
