import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { callByService } from "../aws-call.ts";
import type { Sessions } from "../sessions.ts";
import type { EcsParts } from "./parts.ts";
import { protect } from "./protection.ts";
import type { TaskRun } from "./task-run.ts";

export interface Agent {
  readonly url: string;
  stop(): Promise<void>;
}

/** The container agent's endpoint: task metadata (version 4), the task role's credentials, task protection. */
export async function startAgent(
  { sessions, onCall }: Pick<EcsParts, "sessions" | "onCall">,
  findTask: (taskId: string) => TaskRun | undefined,
): Promise<Agent> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const answer = answerTo(request.method ?? "GET", request.url ?? "/", Buffer.concat(pieces).toString());
      response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { message: "not found" }));
    });
  });

  function answerTo(method: string, url: string, body: string): unknown {
    const [, kind, ...rest] = url.split("/");
    const run = findTask((kind === "v2" ? rest[1] : rest[0]) ?? "");
    if (run === undefined) return undefined;
    if (kind === "v2") return credentials(sessions, run);
    if (kind === "v4") return rest[2] === "task" ? taskMetadata(run) : containerMetadata(run, rest[1]);
    if (kind === "api" && rest.slice(2).join("/") === "task-protection/v1/state") {
      watchProtection(run, method === "PUT" ? "UpdateTaskProtection" : "GetTaskProtection");
      if (method === "PUT") changeProtection(run, body);
      return { protection: agentProtection(run) };
    }
    return undefined;
  }

  /** The agent asks ECS with the task's own role. */
  function watchProtection({ definition, task, region }: TaskRun, action: string): void {
    if (onCall === undefined || definition.taskRoleArn === undefined) return;
    const body = { cluster: task.clusterArn, tasks: [task.taskArn] };
    void onCall(callByService(definition.taskRoleArn, { service: "ecs", action, region, body }));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listening on TCP gives an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function credentials(sessions: Sessions, { definition, id }: TaskRun) {
  if (!definition.taskRoleArn) return undefined;
  const issued = sessions.issue({ roleArn: definition.taskRoleArn, sessionName: id });
  return {
    RoleArn: definition.taskRoleArn,
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    Token: issued.sessionToken,
    Expiration: issued.expiration.toISOString(),
  };
}

function taskMetadata(run: TaskRun) {
  const { task, definition } = run;
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: definition.family,
    Revision: String(definition.revision),
    ...(task.group.startsWith("service:") ? { ServiceName: task.group.slice("service:".length) } : {}),
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    AvailabilityZone: task.availabilityZone,
    LaunchType: task.launchType,
    Containers: task.containers.map(({ name }) => containerMetadata(run, name)),
  };
}

function containerMetadata({ task, definition }: TaskRun, name: string | undefined) {
  const container = task.containers.find((candidate) => candidate.name === name);
  if (container === undefined) return undefined;
  return {
    DockerId: container.runtimeId,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    Labels: {
      "com.amazonaws.ecs.cluster": task.clusterArn,
      "com.amazonaws.ecs.container-name": container.name,
      "com.amazonaws.ecs.task-arn": task.taskArn,
      "com.amazonaws.ecs.task-definition-family": definition.family,
      "com.amazonaws.ecs.task-definition-version": String(definition.revision),
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    ContainerARN: container.containerArn,
  };
}

function changeProtection(run: TaskRun, body: string): void {
  const asked = JSON.parse(body) as { ProtectionEnabled?: boolean; ExpiresInMinutes?: number };
  protect(run, asked.ProtectionEnabled === true, asked.ExpiresInMinutes);
}

function agentProtection(run: TaskRun) {
  const { enabled, until } = run.protection;
  return {
    ProtectionEnabled: enabled,
    ...(until === undefined ? {} : { ExpirationDate: new Date(until * 1000).toISOString() }),
    TaskArn: run.task.taskArn,
  };
}
