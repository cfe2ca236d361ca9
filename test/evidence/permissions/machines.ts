import { arn, jsonBody, need, passedToTasks } from "./need.ts";
import type { Needs } from "./need.ts";

const runActions = ["runTask.sync", "runTask.waitForTaskToken", "runTask"];

/** What a machine's task needs. https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html */
export const machineNeeds: Needs = (call, { taskRoles }) => {
  const body = jsonBody(call);
  if (call.service === "lambda") return [need("lambda:InvokeFunction", String(body["FunctionName"]))];
  if (!runActions.includes(call.action)) return undefined;
  const cluster = String(body["Cluster"]);
  const definition = String(body["TaskDefinition"]);
  const inCluster = [["ecs:cluster", cluster]] as const;
  const run = [need("ecs:RunTask", definition, inCluster), ...passedToTasks(taskRoles.get(definition) ?? [])];
  if (call.action !== "runTask.sync") return run;
  const task = arn(call, "ecs", `task/${cluster.split("/").at(-1)}/any`);
  const rule = arn(call, "events", "rule/StepFunctionsGetEventsForECSTaskRule");
  return [
    ...run,
    ...["ecs:DescribeTasks", "ecs:StopTask"].map((action) => need(action, task, inCluster)),
    ...["events:PutTargets", "events:PutRule", "events:DescribeRule"].map((action) => need(action, rule)),
  ];
};
