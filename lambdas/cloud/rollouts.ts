import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  UpdateServiceCommand,
  type Deployment,
} from "@aws-sdk/client-ecs";
import type { TendrilService } from "./tendril-service.ts";

export interface RolloutDeployment {
  readonly id: string;
  readonly taskDefinition: string;
  readonly rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly reason: string;
}

/** A service as far as a change of its task definition is concerned. */
export interface ServiceRollout {
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly status: string;
  readonly desiredCount: number;
  /** What its newest deployment runs. */
  readonly taskDefinition: string;
  readonly deployments: readonly RolloutDeployment[];
}

/** Brings another revision into a Tendril's service, in whatever region it lives. */
export interface Rollouts {
  describe(service: TendrilService): Promise<ServiceRollout | undefined>;
  /** Forces a new deployment of the revision, with at least one task; answers its id. */
  start(service: TendrilService, taskDefinition: string, desiredCount: number): Promise<string>;
  /** ECS's words for why a task of a deployment stopped; undefined when none is known to have stopped. */
  stoppedReason(service: TendrilService, deploymentId: string): Promise<string | undefined>;
}

/** The old task stays until the new one is healthy, and stays for good when it never is. */
const deploymentConfiguration = {
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  deploymentCircuitBreaker: { enable: true, rollback: true },
};

export function rollouts(clientFor: (region: string) => ECSClient = (region) => new ECSClient({ region })): Rollouts {
  return {
    async describe({ region, cluster, service }) {
      const { services } = await clientFor(region).send(new DescribeServicesCommand({ cluster, services: [service] }));
      const found = services?.[0];
      if (found === undefined) return undefined;
      return {
        serviceArn: found.serviceArn ?? "",
        clusterArn: found.clusterArn ?? "",
        status: found.status ?? "UNKNOWN",
        desiredCount: found.desiredCount ?? 0,
        taskDefinition: found.taskDefinition ?? "",
        deployments: (found.deployments ?? []).map(toDeployment),
      };
    },
    async start({ region, cluster, service }, taskDefinition, desiredCount) {
      const command = new UpdateServiceCommand({
        ...{ cluster, service, taskDefinition, deploymentConfiguration },
        forceNewDeployment: true,
        desiredCount: Math.max(1, desiredCount),
      });
      const { service: updated } = await clientFor(region).send(command);
      const primary = updated?.deployments?.find(({ status }) => status === "PRIMARY");
      if (primary?.id === undefined) throw new Error(`ECS started no deployment of ${service}`);
      return primary.id;
    },
    async stoppedReason({ region, cluster }, startedBy) {
      const client = clientFor(region);
      const stopped = { cluster, startedBy, desiredStatus: "STOPPED" } as const;
      const { taskArns: tasks = [] } = await client.send(new ListTasksCommand(stopped));
      if (tasks.length === 0) return undefined;
      const answer = await client.send(new DescribeTasksCommand({ cluster, tasks }));
      const [task] = answer.tasks ?? [];
      const container = task?.containers?.find(
        ({ exitCode, reason }) => exitCode !== undefined || reason !== undefined,
      );
      const exit = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`;
      const parts = [task?.stoppedReason, container?.reason, exit].filter((part) => part !== undefined && part !== "");
      return parts.length === 0 ? undefined : parts.join("; ");
    },
  };
}

function toDeployment(deployment: Deployment): RolloutDeployment {
  const { id = "", taskDefinition = "", rolloutState = "IN_PROGRESS", rolloutStateReason: reason = "" } = deployment;
  return { id, taskDefinition, rolloutState, reason };
}
