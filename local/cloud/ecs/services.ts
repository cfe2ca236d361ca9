import { EcsError } from "./ecs-error.ts";
import { nowSeconds } from "./parts.ts";
import type { EcsParts } from "./parts.ts";
import { activeTaskDefinitionOf, clusterArnOf, lastPart, taskDefinitionOf } from "./resources.ts";
import { Service } from "./service.ts";
import type {
  CreateServiceRequest,
  DescribeServicesAnswer,
  ServiceShape,
  UpdateServiceRequest,
} from "./service-shape.ts";
import type { Tasks } from "./tasks.ts";

/** All services of all regions, by ARN. */
export class Services {
  readonly #parts: EcsParts;
  readonly #tasks: Tasks;
  readonly #services = new Map<string, Service>();

  constructor(parts: EcsParts, tasks: Tasks) {
    this.#parts = parts;
    this.#tasks = tasks;
    tasks.onChange((run) => {
      for (const service of this.#services.values()) if (service.owns(run)) service.taskChanged(run);
    });
  }

  async create(request: CreateServiceRequest, region: string): Promise<ServiceShape> {
    const clusterArn = await clusterArnOf(this.#parts.moto, request.cluster, region);
    const definition = await activeTaskDefinitionOf(this.#parts.moto, request.taskDefinition, region);
    const shape = newService(request, clusterArn);
    const present = this.#services.get(shape.serviceArn)?.shape.status;
    if (present === "ACTIVE") throw invalid("Creation of service was not idempotent.");
    if (present === "DRAINING") throw invalid("Unable to Start a service that is still Draining.");
    const service = new Service(shape, region, this.#tasks);
    this.#services.set(shape.serviceArn, service);
    service.deploy(definition);
    return shape;
  }

  async update(request: UpdateServiceRequest, region: string): Promise<ServiceShape> {
    const service = await this.#find(request.cluster, request.service, region);
    const { shape } = service;
    if (shape.status !== "ACTIVE") throw new EcsError("ServiceNotActiveException", "Service was not ACTIVE.");
    const { taskDefinition, desiredCount, forceNewDeployment, networkConfiguration } = request;
    const moto = this.#parts.moto;
    const definition = taskDefinition && (await activeTaskDefinitionOf(moto, taskDefinition, region));
    shape.deploymentConfiguration = { ...shape.deploymentConfiguration, ...request.deploymentConfiguration };
    shape.enableExecuteCommand = request.enableExecuteCommand ?? shape.enableExecuteCommand;
    shape.propagateTags = request.propagateTags ?? shape.propagateTags;
    const newNetwork =
      networkConfiguration !== undefined &&
      JSON.stringify(networkConfiguration) !== JSON.stringify(shape.networkConfiguration);
    if (newNetwork) shape.networkConfiguration = networkConfiguration;
    if (desiredCount !== undefined && desiredCount !== shape.desiredCount) service.scale(desiredCount);
    const newDefinition = definition && definition.taskDefinitionArn !== shape.taskDefinition ? definition : undefined;
    if (newDefinition !== undefined || newNetwork || forceNewDeployment === true) {
      service.deploy(newDefinition ?? (await taskDefinitionOf(moto, shape.taskDefinition, region)));
    }
    return shape;
  }

  async delete(request: { cluster?: string; service: string; force?: boolean }, region: string): Promise<ServiceShape> {
    const service = await this.#find(request.cluster, request.service, region);
    if (service.shape.desiredCount > 0 && request.force !== true) {
      throw invalid("The service cannot be stopped while it is scaled above 0.");
    }
    if (service.shape.status === "ACTIVE") service.drain();
    return service.shape;
  }

  async describe(
    cluster: string | undefined,
    names: readonly string[],
    region: string,
  ): Promise<DescribeServicesAnswer> {
    const clusterArn = await clusterArnOf(this.#parts.moto, cluster, region);
    const found = names.map((name) => this.#services.get(serviceArnIn(clusterArn, name))?.shape);
    return {
      services: found.filter((shape) => shape !== undefined),
      failures: names
        .filter((_, index) => found[index] === undefined)
        .map((name) => ({ arn: serviceArnIn(clusterArn, name), reason: "MISSING" })),
    };
  }

  async list(cluster: string | undefined, region: string): Promise<readonly string[]> {
    const clusterArn = await clusterArnOf(this.#parts.moto, cluster, region);
    return this.activeIn(clusterArn).map(({ serviceArn }) => serviceArn);
  }

  activeIn(clusterArn: string): readonly ServiceShape[] {
    const shapes = [...this.#services.values()].map(({ shape }) => shape);
    return shapes.filter((shape) => shape.clusterArn === clusterArn && shape.status === "ACTIVE");
  }

  byArn(serviceArn: string): ServiceShape | undefined {
    return this.#services.get(serviceArn)?.shape;
  }

  dispose(): void {
    for (const service of this.#services.values()) service.dispose();
    this.#services.clear();
  }

  async #find(cluster: string | undefined, name: string, region: string): Promise<Service> {
    const clusterArn = await clusterArnOf(this.#parts.moto, cluster, region);
    const service = this.#services.get(serviceArnIn(clusterArn, name));
    if (service === undefined || service.shape.status === "INACTIVE") {
      throw new EcsError("ServiceNotFoundException", "Service not found.");
    }
    return service;
  }
}

function newService(request: CreateServiceRequest, clusterArn: string): ServiceShape {
  if (!/^[\w-]{1,255}$/.test(request.serviceName)) throw invalid("Invalid service name.");
  return {
    serviceArn: serviceArnIn(clusterArn, request.serviceName),
    serviceName: request.serviceName,
    clusterArn,
    status: "ACTIVE",
    desiredCount: request.desiredCount ?? 0,
    runningCount: 0,
    pendingCount: 0,
    taskDefinition: request.taskDefinition,
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, ...request.deploymentConfiguration },
    networkConfiguration: request.networkConfiguration,
    enableExecuteCommand: request.enableExecuteCommand ?? false,
    propagateTags: request.propagateTags ?? "NONE",
    deployments: [],
    events: [],
    tags: request.tags ?? [],
    createdAt: nowSeconds(),
    launchType: "FARGATE",
    platformVersion: request.platformVersion ?? "LATEST",
    platformFamily: "Linux",
    schedulingStrategy: "REPLICA",
    deploymentController: { type: "ECS" },
    enableECSManagedTags: request.enableECSManagedTags ?? false,
    loadBalancers: [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
    createdBy: `${clusterArn.split(":").slice(0, 2).join(":")}:iam::${clusterArn.split(":")[4]}:root`,
    availabilityZoneRebalancing: request.availabilityZoneRebalancing ?? "DISABLED",
  };
}

function serviceArnIn(clusterArn: string, name: string): string {
  return `${clusterArn.replace(":cluster/", ":service/")}/${lastPart(name)}`;
}

function invalid(message: string): EcsError {
  return new EcsError("InvalidParameterException", message);
}
