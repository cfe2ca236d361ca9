import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  Cluster,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
  Secret,
} from "aws-cdk-lib/aws-ecs";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { variables } from "../lambdas/contract/environment.ts";
import { platformWorkerId } from "../lambdas/contract/worker.ts";
import type { PlatformNetwork } from "./platform-network.ts";
import type { PlatformToken } from "./platform-token.ts";
import type { TendrilImage } from "./tendril-image.ts";
import type { VintnerFunction } from "./vintner-function.ts";

interface PlatformRunnerProps {
  readonly network: PlatformNetwork;
  readonly image: TendrilImage;
  readonly token: PlatformToken;
  /** Where the runner claims its job. */
  readonly apiUrl: string;
}

/** The one-shot Fargate task that runs Terraform for worker jobs. Its task role may do nothing: credentials come from the broker. */
export class PlatformRunner extends Construct {
  readonly cluster: Cluster;
  readonly taskDefinition: FargateTaskDefinition;

  constructor(scope: Construct, id: string, props: PlatformRunnerProps) {
    super(scope, id);
    this.cluster = new Cluster(this, "Cluster", { vpc: props.network.vpc });
    this.taskDefinition = new FargateTaskDefinition(this, "TaskDefinition", {
      family: "vintner-platform-runner",
      cpu: 512,
      // Terraform with the AWS provider needs about 700 MiB.
      memoryLimitMiB: 2048,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    const logGroup = new LogGroup(this, "Logs", { removalPolicy: RemovalPolicy.DESTROY });
    this.taskDefinition.addContainer("runner", {
      image: ContainerImage.fromDockerImageAsset(props.image.asset),
      command: ["vintner-agent", "platform"],
      environment: { [variables.apiUrl]: props.apiUrl, [variables.workerId]: platformWorkerId },
      secrets: { [variables.workerToken]: Secret.fromSecretsManager(props.token.secret) },
      logging: LogDrivers.awsLogs({ logGroup, streamPrefix: "runner" }),
      // Reaps what Terraform's providers leave behind.
      linuxParameters: new LinuxParameters(this, "Init", { initProcessEnabled: true }),
      // The most that Fargate gives: Terraform saves its state after an interrupt.
      stopTimeout: Duration.seconds(120),
    });
  }

  /** Lets a function find and stop the runner of a job. */
  grantStop(handler: VintnerFunction): void {
    handler.set("platformCluster", this.cluster.clusterArn);
    handler.addToRolePolicy(this.statement(["ecs:ListTasks"], "*"));
    handler.addToRolePolicy(this.statement(["ecs:DescribeTasks", "ecs:StopTask"], this.taskArns));
  }

  private get taskArns(): string {
    return Stack.of(this).formatArn({
      service: "ecs",
      resource: "task",
      resourceName: `${this.cluster.clusterName}/*`,
    });
  }

  private statement(actions: string[], resource: string): PolicyStatement {
    return new PolicyStatement({
      actions,
      resources: [resource],
      conditions: { ArnEquals: { "ecs:cluster": this.cluster.clusterArn } },
    });
  }
}
