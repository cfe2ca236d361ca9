import type { Failure, Tag } from "./shapes.ts";

export interface Deployment {
  readonly id: string;
  status: "PRIMARY" | "ACTIVE";
  readonly taskDefinition: string;
  desiredCount: number;
  pendingCount: number;
  runningCount: number;
  failedTasks: number;
  readonly createdAt: number;
  updatedAt: number;
  readonly launchType: string;
  readonly platformVersion: string;
  readonly platformFamily: string;
  readonly networkConfiguration?: unknown;
  rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  rolloutStateReason: string;
}

export interface ServiceEvent {
  readonly id: string;
  readonly createdAt: number;
  readonly message: string;
}

export interface DeploymentConfiguration {
  readonly maximumPercent?: number;
  readonly minimumHealthyPercent?: number;
  readonly deploymentCircuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
}

/** A service as DescribeServices shows it. */
export interface ServiceShape {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  status: "ACTIVE" | "DRAINING" | "INACTIVE";
  desiredCount: number;
  runningCount: number;
  pendingCount: number;
  taskDefinition: string;
  deploymentConfiguration: DeploymentConfiguration;
  networkConfiguration?: unknown;
  enableExecuteCommand: boolean;
  propagateTags: string;
  /** The newest first, the primary one at the head. */
  deployments: Deployment[];
  /** The newest first; ECS keeps 100. */
  events: ServiceEvent[];
  tags: readonly Tag[];
  readonly createdAt: number;
  readonly launchType: string;
  readonly platformVersion: string;
  readonly platformFamily: string;
  readonly schedulingStrategy: string;
  readonly deploymentController: { readonly type: string };
  readonly enableECSManagedTags: boolean;
  readonly loadBalancers: readonly unknown[];
  readonly serviceRegistries: readonly unknown[];
  readonly placementConstraints: readonly unknown[];
  readonly placementStrategy: readonly unknown[];
  readonly createdBy: string;
  readonly availabilityZoneRebalancing: string;
}

export interface CreateServiceRequest {
  readonly cluster?: string;
  readonly serviceName: string;
  readonly taskDefinition: string;
  readonly desiredCount?: number;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly networkConfiguration?: unknown;
  readonly platformVersion?: string;
  readonly enableExecuteCommand?: boolean;
  readonly enableECSManagedTags?: boolean;
  readonly propagateTags?: string;
  readonly availabilityZoneRebalancing?: string;
  readonly tags?: readonly Tag[];
}

export interface UpdateServiceRequest {
  readonly cluster?: string;
  readonly service: string;
  readonly taskDefinition?: string;
  readonly desiredCount?: number;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly networkConfiguration?: unknown;
  readonly forceNewDeployment?: boolean;
  readonly enableExecuteCommand?: boolean;
  readonly propagateTags?: string;
}

export interface DescribeServicesAnswer {
  readonly services: readonly ServiceShape[];
  readonly failures: readonly Failure[];
}
