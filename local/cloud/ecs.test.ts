import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  UpdateTaskProtectionCommand,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksStopped,
} from "@aws-sdk/client-ecs";
import type { ContainerDefinition, RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../test/poll.ts";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

const region = "eu-central-1";
const forever = "while true; do sleep 0.1; done";
let cloud: TestCloud;
let ecs: ECSClient;
beforeAll(async () => {
  cloud = await startTestCloud();
  ecs = new ECSClient(cloud.client(region));
  await ecs.send(new CreateClusterCommand({ clusterName: "north" }));
}, 60_000);
afterAll(() => cloud.stop());

async function define(family: string, script: string, more: Partial<ContainerDefinition> = {}): Promise<string> {
  const container = {
    name: "main",
    image: "tool:1",
    essential: true,
    command: ["sh", "-c", script],
    stopTimeout: 2,
    ...more,
  };
  const answer = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "256",
      memory: "512",
      taskRoleArn: `arn:aws:iam::${cloud.account}:role/task`,
      containerDefinitions: [container],
    }),
  );
  return answer.taskDefinition?.taskDefinitionArn ?? "";
}

async function run(taskDefinition: string, more: Partial<RunTaskCommandInput> = {}): Promise<string> {
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: "north", taskDefinition, ...more }));
  return tasks?.[0]?.taskArn ?? "";
}

async function describeTask(taskArn: string) {
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: "north", tasks: [taskArn] }));
  return tasks?.[0];
}

const outputOf = (taskArn: string) =>
  readFileSync(join(cloud.dir, taskArn.split("/").at(-1) ?? "", "main.log"), "utf8");

describe("a task", () => {
  test("runs its command with the environment of image, definition, secret, override and agent", async () => {
    const secrets = new SecretsManagerClient(cloud.client(region));
    const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "token", SecretString: '{"key":"hush"}' }));
    const definition = await define(
      "environment",
      `echo "$IMAGE $PLAIN $TOKEN $JOB_ID $AWS_REGION"
      ${get("$ECS_CONTAINER_METADATA_URI_V4/task")}
      ${get("$AWS_CONTAINER_CREDENTIALS_FULL_URI")}`,
      {
        environment: [
          { name: "PLAIN", value: "p" },
          { name: "JOB_ID", value: "none" },
        ],
        secrets: [{ name: "TOKEN", valueFrom: `${ARN}:key::` }],
      },
    );
    const overrides = { containerOverrides: [{ name: "main", environment: [{ name: "JOB_ID", value: "j1" }] }] };
    const taskArn = await run(definition, { overrides, group: "job:j1" });
    await cloud.ecs.waitUntilStopped(taskArn);
    const [first, metadata = "", credentials = ""] = outputOf(taskArn).split("\n");
    expect(first).toBe(`tool:1 p hush j1 ${region}`);
    expect(JSON.parse(metadata)).toMatchObject({ TaskARN: taskArn, Family: "environment", LaunchType: "FARGATE" });
    const { AccessKeyId } = JSON.parse(credentials) as { AccessKeyId: string };
    expect(cloud.sessions.principalOf(AccessKeyId).roleArn).toBe(`arn:aws:iam::${cloud.account}:role/task`);
    expect(await describeTask(taskArn)).toMatchObject({ group: "job:j1", lastStatus: "STOPPED" });
  });

  test("ends with its container's exit code", async () => {
    const taskArn = await run(await define("exits", "exit 7"));
    await waitUntilTasksStopped({ client: ecs, maxWaitTime: 20, minDelay: 1 }, { cluster: "north", tasks: [taskArn] });
    expect(await describeTask(taskArn)).toMatchObject({
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [{ exitCode: 7, lastStatus: "STOPPED" }],
    });
  });

  test("gets SIGTERM when it is stopped, and may finish", async () => {
    const taskArn = await run(await define("polite", `trap 'echo bye; exit 0' TERM; echo up; ${forever}`));
    await untilRunning(taskArn, "up");
    await ecs.send(new StopTaskCommand({ cluster: "north", task: taskArn, reason: "enough" }));
    const task = await cloud.ecs.waitUntilStopped(taskArn);
    expect(task).toMatchObject({ stopCode: "UserInitiated", stoppedReason: "enough", containers: [{ exitCode: 0 }] });
    expect(outputOf(taskArn)).toBe("up\nbye\n");
  });

  test("gets SIGKILL after its stopTimeout", async () => {
    const taskArn = await run(await define("deaf", `trap '' TERM; echo up; ${forever}`, { stopTimeout: 1 }));
    await untilRunning(taskArn, "up");
    await ecs.send(new StopTaskCommand({ cluster: "north", task: taskArn }));
    expect(await cloud.ecs.waitUntilStopped(taskArn)).toMatchObject({ containers: [{ exitCode: 137 }] });
  });

  test.each<[string, Partial<ContainerDefinition>, string]>([
    ["an image that is not there", { image: "missing" }, "CannotPullContainerError"],
    ["a program that is not there", { command: ["no-such-program"] }, "CannotStartContainerError"],
    [
      "a secret that is not there",
      { secrets: [{ name: "X", valueFrom: arnOfNoSecret() }] },
      "ResourceInitializationError",
    ],
    ["a log group that is not there", { logConfiguration: logsTo("/none") }, "ResourceInitializationError"],
  ])("does not start with %s", async (_, more, reason) => {
    const task = await cloud.ecs.waitUntilStopped(await run(await define("broken", "true", more)));
    expect(task.stopCode).toBe("TaskFailedToStart");
    expect(task.stoppedReason).toContain(reason);
    expect(task.containers[0]?.exitCode).toBeUndefined();
  });

  test("is refused for an unknown cluster, definition or container", async () => {
    const definition = await define("refused", "true");
    await expect(run(definition, { cluster: "south" })).rejects.toMatchObject({ name: "ClusterNotFoundException" });
    await expect(run("nothing")).rejects.toMatchObject({ name: "ClientException" });
    const overrides = { containerOverrides: [{ name: "other" }] };
    await expect(run(definition, { overrides })).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  test("is a failure, not an error, without capacity", async () => {
    cloud.ecs.faults.noCapacity(1);
    const definition = await define("capacity", "true");
    const answer = await ecs.send(new RunTaskCommand({ cluster: "north", taskDefinition: definition }));
    expect(answer).toMatchObject({
      tasks: [],
      failures: [{ reason: expect.stringContaining("Capacity is unavailable") }],
    });
    expect(await run(definition)).toContain(":task/north/");
  });

  test("is MISSING when nobody knows it", async () => {
    const answer = await ecs.send(new DescribeTasksCommand({ cluster: "north", tasks: ["0123"] }));
    expect(answer).toMatchObject({ tasks: [], failures: [{ arn: "0123", reason: "MISSING" }] });
  });
});

const serviceTasks = async () =>
  (await ecs.send(new ListTasksCommand({ cluster: "north", serviceName: "worker" }))).taskArns ?? [];

describe("a service", () => {
  const service = { cluster: "north", services: ["worker"] };
  const stable = () => waitUntilServicesStable({ client: ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, service);
  const described = async () => (await ecs.send(new DescribeServicesCommand(service))).services?.[0];

  test("keeps its tasks running, replaces them with a new deployment, and ends", async () => {
    const taskDefinition = await define("worker", forever);
    const created = { cluster: "north", serviceName: "worker", taskDefinition, desiredCount: 0 };
    await ecs.send(new CreateServiceCommand(created));
    await expect(ecs.send(new CreateServiceCommand(created))).rejects.toThrow("not idempotent");

    await ecs.send(new UpdateServiceCommand({ cluster: "north", service: "worker", desiredCount: 1 }));
    await stable();
    const [first = ""] = await serviceTasks();
    process.kill(cloud.ecs.processIdOf(first) ?? 0, "SIGKILL");
    expect(await cloud.ecs.waitUntilStopped(first)).toMatchObject({ containers: [{ exitCode: 137 }] });
    await stable();
    const [second = ""] = await serviceTasks();
    expect(second).not.toBe(first);

    await ecs.send(new UpdateServiceCommand({ cluster: "north", service: "worker", forceNewDeployment: true }));
    expect(await cloud.ecs.waitUntilStopped(second)).toMatchObject({ stopCode: "ServiceSchedulerInitiated" });
    await stable();
    const { deployments, events } = (await described()) ?? {};
    expect(deployments).toMatchObject([{ status: "PRIMARY", rolloutState: "COMPLETED", runningCount: 1 }]);
    expect(events?.[0]?.message).toBe("(service worker) has reached a steady state.");

    const [third = ""] = await serviceTasks();
    const protect = (protectionEnabled: boolean) =>
      ecs.send(new UpdateTaskProtectionCommand({ cluster: "north", tasks: [third], protectionEnabled }));
    await protect(true);
    await ecs.send(new UpdateServiceCommand({ cluster: "north", service: "worker", forceNewDeployment: true }));
    await poll(described, (seen) => seen?.deployments?.length === 2 && seen.deployments[0]?.runningCount === 1);
    expect(await describeTask(third)).toMatchObject({ desiredStatus: "RUNNING" });
    await protect(false);
    expect(await cloud.ecs.waitUntilStopped(third)).toMatchObject({ stopCode: "ServiceSchedulerInitiated" });

    await ecs.send(new DeleteServiceCommand({ cluster: "north", service: "worker", force: true }));
    await waitUntilServicesInactive({ client: ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, service);
    expect(await serviceTasks()).toEqual([]);
  }, 60_000);
});

function get(url: string): string {
  return `node -e 'fetch(process.argv[1]).then((answer) => answer.text()).then(console.log)' "${url}"`;
}

/** Until it has written that; the file is the only thing that tells. */
async function untilRunning(taskArn: string, text: string): Promise<void> {
  const status = async () => (await describeTask(taskArn))?.lastStatus;
  await poll(status, (seen) => {
    if (seen === "STOPPED") throw new Error("the task ended");
    return seen === "RUNNING" && outputOf(taskArn).includes(text);
  });
}

function arnOfNoSecret(): string {
  return `arn:aws:secretsmanager:${region}:123456789012:secret:none-AbCdEf`;
}

function logsTo(group: string) {
  const options = { "awslogs-group": group, "awslogs-region": region, "awslogs-stream-prefix": "x" };
  return { logDriver: "awslogs" as const, options };
}
