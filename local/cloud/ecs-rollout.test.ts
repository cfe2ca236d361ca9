import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  UpdateTaskProtectionCommand,
} from "@aws-sdk/client-ecs";
import type { Deployment, HealthCheck, Service } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { poll } from "../../test/poll.ts";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

const forever = "while true; do sleep 0.1; done";
/** As the Tendril's: healthy once the container has written its file. */
const healthCheck: HealthCheck = {
  command: ["CMD-SHELL", 'test -f "$TMPDIR/healthy"'],
  interval: 5,
  timeout: 2,
  retries: 2,
  startPeriod: 0,
};
let cloud: TestCloud;
let ecs: ECSClient;
beforeAll(async () => {
  cloud = await startTestCloud();
  ecs = new ECSClient(cloud.client("eu-north-1"));
  await ecs.send(new CreateClusterCommand({ clusterName: "north" }));
}, 60_000);
afterAll(() => cloud.stop());

async function define(script: string): Promise<string> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "tendril",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      containerDefinitions: [
        { name: "main", image: "tool:1", command: ["sh", "-c", script], stopTimeout: 2, healthCheck },
      ],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? "";
}

const healthy = `touch "$TMPDIR/healthy"; ${forever}`;

async function service(serviceName: string, rollback = true): Promise<string> {
  const taskDefinition = await define(healthy);
  const deploymentCircuitBreaker = { enable: true, rollback };
  await ecs.send(
    new CreateServiceCommand({
      cluster: "north",
      serviceName,
      taskDefinition,
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker, minimumHealthyPercent: 100, maximumPercent: 200 },
    }),
  );
  await until(serviceName, ([primary]) => primary?.rolloutState === "COMPLETED");
  return taskDefinition;
}

async function described(name: string): Promise<Service> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster: "north", services: [name] }));
  if (services[0] === undefined) throw new Error("no service");
  return services[0];
}

function until(name: string, isSo: (deployments: readonly Deployment[]) => boolean): Promise<Service> {
  return poll(
    () => described(name),
    ({ deployments = [] }) => isSo(deployments),
  );
}

async function tasksOf(serviceName: string): Promise<readonly string[]> {
  return (await ecs.send(new ListTasksCommand({ cluster: "north", serviceName }))).taskArns ?? [];
}

const update = async (name: string, taskDefinition: string) => {
  const answer = await ecs.send(
    new UpdateServiceCommand({ cluster: "north", service: name, taskDefinition, forceNewDeployment: true }),
  );
  return answer.service?.deployments?.find(({ status }) => status === "PRIMARY");
};

describe("a rollout", () => {
  test("stops the old task only once the new one is healthy", async () => {
    await service("good");
    const [old = ""] = await tasksOf("good");
    const slow = await define(`until test -f "$HOME/go"; do sleep 0.1; done; ${healthy}`);
    const deployment = await update("good", slow);
    expect(deployment).toMatchObject({ rolloutState: "IN_PROGRESS", taskDefinition: slow });
    const both = await until("good", ([primary]) => primary?.runningCount === 1);
    expect(both.deployments).toMatchObject([
      { status: "PRIMARY", id: deployment?.id, rolloutState: "IN_PROGRESS" },
      { status: "ACTIVE", rolloutState: "COMPLETED", runningCount: 1, desiredCount: 0 },
    ]);
    const next = (await tasksOf("good")).find((arn) => arn !== old) ?? "";
    await cloud.letGo(next);
    expect(await cloud.ecs.waitUntilStopped(old)).toMatchObject({ stopCode: "ServiceSchedulerInitiated" });
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: "north", tasks: [next] }));
    expect(tasks[0]?.healthStatus).toBe("HEALTHY");
    const done = await until("good", ([primary]) => primary?.rolloutState === "COMPLETED");
    expect(done.deployments).toMatchObject([
      { id: deployment?.id, rolloutStateReason: expect.stringContaining("completed.") },
    ]);
  }, 60_000);

  test("that fails three times is rolled back to the one that completed last, whose task runs on", async () => {
    const first = await service("bad");
    const [old = ""] = await tasksOf("bad");
    await ecs.send(new UpdateTaskProtectionCommand({ cluster: "north", tasks: [old], protectionEnabled: true }));
    const before = (await described("bad")).deployments?.[0]?.id ?? "";
    const failing = await update("bad", await define("exit 1"));
    const rolling = await until("bad", (all) => all.some(({ rolloutState }) => rolloutState === "FAILED"));
    expect(rolling.deployments).toMatchObject([
      {
        id: before,
        status: "PRIMARY",
        taskDefinition: first,
        rolloutState: "IN_PROGRESS",
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${before}.`,
      },
      {
        id: failing?.id,
        status: "ACTIVE",
        failedTasks: 3,
        rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
      },
    ]);
    expect(rolling.taskDefinition).toBe(first);
    const back = await until("bad", ([primary]) => primary?.rolloutState === "COMPLETED");
    expect(back.deployments).toMatchObject([{ id: before, taskDefinition: first, runningCount: 1 }]);
    expect(await tasksOf("bad")).toEqual([old]);
  }, 60_000);

  test("without roll-back stays failed, and starts no more tasks", async () => {
    await service("stuck", false);
    cloud.ecs.faults.cannotPullImage(3);
    const failing = await update("stuck", await define(healthy));
    const failed = await until("stuck", ([primary]) => primary?.rolloutState === "FAILED");
    expect(failed.deployments).toMatchObject([
      { id: failing?.id, status: "PRIMARY", failedTasks: 3 },
      { status: "ACTIVE", rolloutState: "COMPLETED", runningCount: 1 },
    ]);
    expect(failed.events?.map(({ message }) => message)).toContainEqual(
      `(service stuck) (deployment ${failing?.id}) deployment failed: tasks failed to start.`,
    );
  }, 60_000);

  test("whose container never gets healthy fails too", async () => {
    const first = await service("silent");
    await update("silent", await define(forever));
    const failed = await until("silent", (all) => all.some(({ rolloutState }) => rolloutState === "FAILED"));
    expect(failed.taskDefinition).toBe(first);
  }, 90_000);
});
