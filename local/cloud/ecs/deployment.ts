import { randomInt } from "node:crypto";
import { nowSeconds } from "./parts.ts";
import type { Deployment, ServiceShape } from "./service-shape.ts";

/** A new primary deployment of a service. */
export function newDeployment(service: ServiceShape, taskDefinition: string): Deployment {
  const { desiredCount, launchType, platformVersion, platformFamily, networkConfiguration } = service;
  const id = `ecs-svc/${randomInt(1e12, 9e12)}${randomInt(1e6, 9e6)}`;
  const now = nowSeconds();
  return {
    id,
    status: "PRIMARY",
    taskDefinition,
    desiredCount,
    pendingCount: 0,
    runningCount: 0,
    failedTasks: 0,
    createdAt: now,
    updatedAt: now,
    launchType,
    platformVersion,
    platformFamily,
    networkConfiguration,
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: `ECS deployment ${id} in progress.`,
  };
}
