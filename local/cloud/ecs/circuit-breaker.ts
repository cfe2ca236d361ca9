import type { Deployment, DeploymentConfiguration } from "./service-shape.ts";

/**
 * How many tasks in a row may fail before a deployment is given up: half of what is wanted, at least 3, at most 200
 * (ECS Developer Guide, "How the Amazon ECS deployment circuit breaker detects failures").
 */
export function failureThreshold(desiredCount: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
}

/** Whether the breaker of a service gives its newest deployment up now. */
export function givesUp(
  { rolloutState, failedTasks }: Deployment,
  { deploymentCircuitBreaker }: DeploymentConfiguration,
  desiredCount: number,
): boolean {
  if (deploymentCircuitBreaker?.enable !== true || rolloutState !== "IN_PROGRESS") return false;
  return failedTasks >= failureThreshold(desiredCount);
}

/** A deployment that failed starts no more tasks. */
export function markFailed(deployment: Deployment, now: number): void {
  deployment.rolloutState = "FAILED";
  deployment.rolloutStateReason = "ECS deployment circuit breaker: tasks failed to start.";
  deployment.updatedAt = now;
}

/** The deployment that completed last becomes the primary one again. */
export function markRollback(deployment: Deployment, now: number): void {
  deployment.status = "PRIMARY";
  deployment.rolloutState = "IN_PROGRESS";
  deployment.rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${deployment.id}.`;
  deployment.failedTasks = 0;
  deployment.updatedAt = now;
}
