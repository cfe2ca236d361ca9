import * as z from "zod";
import type { CloudClient } from "../cloud-client.ts";
import type { ResourceProvider, ResourceProviders } from "../../template/deploy.ts";

const clusterSchema = z.looseObject({ ClusterName: z.string().optional() });

/** Clusters and task definitions, registered with moto; the local ECS reads them from there. */
export function ecsProviders(moto: CloudClient): ResourceProviders {
  return { "AWS::ECS::Cluster": clusterProvider(moto), "AWS::ECS::TaskDefinition": taskDefinitionProvider(moto) };
}

function clusterProvider(moto: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, physicalName }) {
      const { ClusterName: clusterName = physicalName(255) } = clusterSchema.parse(properties);
      const answer = await moto.json("ecs", target("CreateCluster"), { clusterName }, region);
      const { clusterArn } = answer["cluster"] as { clusterArn: string };
      return { ref: clusterName, attributes: { Arn: clusterArn } };
    },
  };
}

function taskDefinitionProvider(moto: CloudClient): ResourceProvider {
  return {
    async create({ properties, region, physicalName }) {
      const definition = { family: physicalName(255), ...(apiNames(properties) as object) };
      const answer = await moto.json("ecs", target("RegisterTaskDefinition"), definition, region);
      const { taskDefinitionArn } = answer["taskDefinition"] as { taskDefinitionArn: string };
      return { ref: taskDefinitionArn, attributes: { TaskDefinitionArn: taskDefinitionArn } };
    },
  };
}

const target = (action: string) => `AmazonEC2ContainerServiceV20141113.${action}`;

/** Maps whose keys are the user's own words, not names of the API. */
const maps = new Set(["Options", "DockerLabels", "DriverOpts", "Labels"]);

/** CloudFormation writes the API's names with a capital first letter. */
function apiNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(apiNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      maps.has(name) ? entry : apiNames(entry),
    ]),
  );
}
