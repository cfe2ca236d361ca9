import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";

export interface TendrilService {
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
}

export interface ServiceState {
  readonly status: string;
  readonly desiredCount: number;
  readonly runningCount: number;
}

/** The ECS service of a cloud-hosted Tendril, in whatever region it lives. */
export interface TendrilServices {
  describe(service: TendrilService): Promise<ServiceState | undefined>;
  setDesiredCount(service: TendrilService, desiredCount: number): Promise<void>;
}

export function tendrilServices(
  clientFor: (region: string) => ECSClient = (region) => new ECSClient({ region }),
): TendrilServices {
  return {
    async describe({ region, cluster, service }) {
      const { services } = await clientFor(region).send(new DescribeServicesCommand({ cluster, services: [service] }));
      const found = services?.[0];
      if (found === undefined) return undefined;
      const { status = "UNKNOWN", desiredCount = 0, runningCount = 0 } = found;
      return { status, desiredCount, runningCount };
    },
    async setDesiredCount({ region, cluster, service }, desiredCount) {
      await clientFor(region).send(new UpdateServiceCommand({ cluster, service, desiredCount }));
    },
  };
}
