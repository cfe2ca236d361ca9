/** The parts of ECS's API shapes that are known here. Times are epoch seconds, as on the wire. */
export interface KeyValue {
  readonly name: string;
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface ContainerOverride {
  readonly name: string;
  readonly command?: readonly string[];
  readonly environment?: readonly KeyValue[];
}

export interface TaskOverride {
  readonly containerOverrides?: readonly ContainerOverride[];
}

export interface RunTaskRequest {
  readonly cluster?: string;
  readonly taskDefinition: string;
  readonly count?: number;
  readonly group?: string;
  readonly launchType?: string;
  readonly platformVersion?: string;
  readonly startedBy?: string;
  readonly overrides?: TaskOverride;
  readonly networkConfiguration?: unknown;
  readonly tags?: readonly Tag[];
}

export interface Failure {
  readonly arn?: string;
  readonly reason: string;
  readonly detail?: string;
}

export interface RunTaskAnswer {
  readonly tasks: readonly Task[];
  readonly failures: readonly Failure[];
}

export interface Container {
  readonly name: string;
  readonly containerArn: string;
  readonly taskArn: string;
  readonly image: string;
  readonly runtimeId: string;
  lastStatus: string;
  healthStatus: HealthStatus;
  exitCode?: number;
  reason?: string;
}

export type HealthStatus = "HEALTHY" | "UNHEALTHY" | "UNKNOWN";

export interface Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly group: string;
  readonly launchType: string;
  readonly platformVersion: string;
  readonly availabilityZone: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly startedBy?: string;
  readonly overrides: TaskOverride;
  readonly containers: Container[];
  readonly createdAt: number;
  tags: readonly Tag[];
  lastStatus: "PROVISIONING" | "PENDING" | "RUNNING" | "STOPPING" | "STOPPED";
  desiredStatus: "RUNNING" | "STOPPED";
  healthStatus: HealthStatus;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  stopCode?: StopCode;
  stoppedReason?: string;
}

export type StopCode = "TaskFailedToStart" | "EssentialContainerExited" | "UserInitiated" | "ServiceSchedulerInitiated";

export interface TaskDefinition {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly containerDefinitions: readonly ContainerDefinition[];
}

export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential?: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: readonly KeyValue[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly stopTimeout?: number;
  readonly healthCheck?: HealthCheck;
  readonly logConfiguration?: { readonly logDriver: string; readonly options?: Readonly<Record<string, string>> };
}

/** Times in seconds. */
export interface HealthCheck {
  /** `["CMD-SHELL", "<line>"]` or `["CMD", "<program>", …]`. */
  readonly command: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
}
