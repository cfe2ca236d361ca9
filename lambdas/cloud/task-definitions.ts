import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  paginateListTaskDefinitions,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";

/** The revisions of a Tendril's task definition, in whatever region it lives. */
export interface TaskDefinitions {
  /** Registers a copy that differs in its containers' image alone; answers both images and the copy's ARN. */
  copyWithImage(region: string, arn: string, image: string): Promise<{ readonly arn: string; readonly before: string }>;
  deregister(region: string, arn: string): Promise<void>;
  /** ARNs of the revisions that are still active. */
  active(region: string, family: string): Promise<readonly string[]>;
}

export function taskDefinitions(
  clientFor: (region: string) => ECSClient = (region) => new ECSClient({ region }),
): TaskDefinitions {
  return {
    async copyWithImage(region, arn, image) {
      const client = clientFor(region);
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ["TAGS"] });
      const { taskDefinition: known, tags } = await client.send(command);
      if (known === undefined) throw new Error(`ECS does not know ${arn}`);
      const containers = known.containerDefinitions ?? [];
      const copy = new RegisterTaskDefinitionCommand({
        family: known.family,
        taskRoleArn: known.taskRoleArn,
        executionRoleArn: known.executionRoleArn,
        networkMode: known.networkMode,
        containerDefinitions: containers.map((container) => ({ ...container, image })),
        volumes: known.volumes,
        placementConstraints: known.placementConstraints,
        requiresCompatibilities: known.requiresCompatibilities,
        cpu: known.cpu,
        memory: known.memory,
        ephemeralStorage: known.ephemeralStorage,
        runtimePlatform: known.runtimePlatform,
        ...(tags !== undefined && tags.length > 0 && { tags }),
      });
      const { taskDefinition: made } = await client.send(copy);
      if (made?.taskDefinitionArn === undefined) throw new Error(`ECS registered no revision of ${known.family}`);
      return { arn: made.taskDefinitionArn, before: containers[0]?.image ?? "" };
    },
    async deregister(region, taskDefinition) {
      await clientFor(region).send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
    },
    async active(region, familyPrefix) {
      const found: string[] = [];
      const pages = paginateListTaskDefinitions({ client: clientFor(region) }, { familyPrefix, status: "ACTIVE" });
      for await (const { taskDefinitionArns = [] } of pages) found.push(...taskDefinitionArns);
      return found;
    },
  };
}
