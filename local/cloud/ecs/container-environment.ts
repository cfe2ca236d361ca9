import { join } from "node:path";
import type { EcsParts, ImageEnvironment } from "./parts.ts";
import { secretValues } from "./secrets.ts";
import type { ContainerDefinition, TaskDefinition, TaskOverride } from "./shapes.ts";

export interface ContainerPlace {
  readonly taskId: string;
  readonly region: string;
  readonly folder: string;
  readonly overrides: TaskOverride;
}

/** As in a container: the image's own, then the task definition's, then secrets, then the override's, then the agent's. */
export async function containerEnvironment(
  { moto, agentUrl }: EcsParts,
  image: ImageEnvironment,
  definition: TaskDefinition,
  container: ContainerDefinition,
  { taskId, region, folder, overrides }: ContainerPlace,
): Promise<Record<string, string>> {
  const override = overrides.containerOverrides?.find(({ name }) => name === container.name);
  const id = `${taskId}/${container.name}`;
  return {
    LANG: "C.UTF-8",
    PATH: [image.path, process.env["PATH"]].filter(Boolean).join(":"),
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    ...image.environment,
    ...named(container.environment),
    ...(await secretValues(moto, container)),
    ...named(override?.environment),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_ECS_FARGATE",
    ECS_AGENT_URI: `${agentUrl}/api/${id}`,
    ECS_CONTAINER_METADATA_URI_V4: `${agentUrl}/v4/${id}`,
    // Fargate gives a relative path on 169.254.170.2; the full form is the same to the SDKs
    ...(definition.taskRoleArn ? { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agentUrl}/v2/credentials/${taskId}` } : {}),
  };
}

function named(pairs: ContainerDefinition["environment"] = []): Record<string, string> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}
