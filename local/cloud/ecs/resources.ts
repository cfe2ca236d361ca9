import { CloudError } from "../cloud-client.ts";
import type { CloudClient } from "../cloud-client.ts";
import { EcsError } from "./ecs-error.ts";
import { ecsTarget } from "./parts.ts";
import type { TaskDefinition } from "./shapes.ts";

/** A cluster's ARN by its name or ARN; moto holds the clusters. */
export async function clusterArnOf(moto: CloudClient, cluster: string | undefined, region: string): Promise<string> {
  const answer = await moto.json("ecs", ecsTarget("DescribeClusters"), { clusters: [cluster ?? "default"] }, region);
  const [found] = (answer["clusters"] ?? []) as { clusterArn: string; status: string }[];
  if (found?.status !== "ACTIVE") throw new EcsError("ClusterNotFoundException", "Cluster not found.");
  return found.clusterArn;
}

export async function activeClusterArns(moto: CloudClient, region: string): Promise<readonly string[]> {
  const { clusterArns: clusters } = await moto.json("ecs", ecsTarget("ListClusters"), {}, region);
  const answer = await moto.json("ecs", ecsTarget("DescribeClusters"), { clusters }, region);
  const found = (answer["clusters"] ?? []) as { clusterArn: string; status: string }[];
  return found.filter(({ status }) => status === "ACTIVE").map(({ clusterArn }) => clusterArn);
}

/** A task definition by family, `family:revision` or ARN. */
export async function taskDefinitionOf(
  moto: CloudClient,
  taskDefinition: string,
  region: string,
): Promise<TaskDefinition> {
  try {
    const answer = await moto.json("ecs", ecsTarget("DescribeTaskDefinition"), { taskDefinition }, region);
    return answer["taskDefinition"] as TaskDefinition;
  } catch (error) {
    if (!(error instanceof CloudError) || error.status >= 500) throw error;
    throw new EcsError("ClientException", "TaskDefinition not found.");
  }
}

/** A new task of an inactive revision is refused; services that run one go on. */
export async function activeTaskDefinitionOf(moto: CloudClient, name: string, region: string): Promise<TaskDefinition> {
  const definition = await taskDefinitionOf(moto, name, region);
  if (definition.status === "ACTIVE") return definition;
  throw new EcsError("ClientException", "TaskDefinition is inactive");
}

/** `arn:aws:ecs:<region>:<account>:cluster/<name>` → `<name>` */
export function lastPart(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
