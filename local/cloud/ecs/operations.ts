import type { AwsAnswer, AwsRequest, AwsService } from "../aws-request.ts";
import { awsError } from "../aws-error.ts";
import { EcsError } from "./ecs-error.ts";
import type { EcsParts } from "./parts.ts";
import { protect } from "./protection.ts";
import { activeClusterArns, clusterArnOf } from "./resources.ts";
import type { CreateServiceRequest, UpdateServiceRequest } from "./service-shape.ts";
import type { Services } from "./services.ts";
import type { RunTaskRequest, Tag } from "./shapes.ts";
import type { TaskRun } from "./task-run.ts";
import type { Tasks } from "./tasks.ts";

/** What the requests of the calls that are answered here may hold. */
interface Body {
  readonly cluster?: string;
  readonly tasks?: readonly string[];
  readonly task?: string;
  readonly reason?: string;
  readonly include?: readonly string[];
  readonly services?: readonly string[];
  readonly family?: string;
  readonly startedBy?: string;
  readonly serviceName?: string;
  readonly desiredStatus?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly protectionEnabled?: boolean;
  readonly expiresInMinutes?: number;
  readonly resourceArn?: string;
  readonly tags?: readonly Tag[];
  readonly tagKeys?: readonly string[];
}

type Operation = (body: Body, region: string) => Promise<object | "pass">;

/** The ECS API for tasks and services; clusters and task definitions are moto's. */
export function ecsOperations(parts: EcsParts, tasks: Tasks, services: Services): AwsService {
  const operations: Readonly<Record<string, Operation>> = {
    ...taskOperations(parts, tasks),
    ...serviceOperations(services),
    ...tagOperations(tasks, services),
    // ECS lists no cluster that was deleted; moto does.
    ListClusters: async (body, region) => page("clusterArns", await activeClusterArns(parts.moto, region), body),
    DeleteCluster: async ({ cluster }, region) => {
      const clusterArn = await clusterArnOf(parts.moto, cluster, region);
      if (services.activeIn(clusterArn).length > 0) {
        throw new EcsError(
          "ClusterContainsServicesException",
          "The Cluster cannot be deleted while Services are active.",
        );
      }
      if (tasks.all().some(({ task }) => task.clusterArn === clusterArn && task.lastStatus !== "STOPPED")) {
        throw new EcsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
      }
      return "pass";
    },
  };
  return async (request) => answer(operations[request.action], request);
}

async function answer(operation: Operation | undefined, request: AwsRequest): Promise<AwsAnswer | "pass"> {
  if (operation === undefined) return "pass";
  try {
    const result = await operation(JSON.parse(request.body.toString() || "{}") as Body, request.region);
    if (result === "pass") return "pass";
    return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(result) };
  } catch (error) {
    if (error instanceof EcsError) return awsError(request, error.code, error.message);
    throw error;
  }
}

function taskOperations(parts: EcsParts, tasks: Tasks): Readonly<Record<string, Operation>> {
  const chosen = async ({ cluster, tasks: names = [] }: Body, region: string) => {
    const clusterArn = await clusterArnOf(parts.moto, cluster, region);
    const runs = names.map((name) => ({ name, run: tasks.find(clusterArn, name) }));
    return {
      runs: runs.flatMap(({ run }) => (run === undefined ? [] : [run])),
      failures: runs.filter(({ run }) => run === undefined).map(({ name }) => ({ arn: name, reason: "MISSING" })),
    };
  };
  return {
    RunTask: (body, region) => tasks.runTask(body as Body & RunTaskRequest, region),
    StopTask: async ({ cluster, task, reason }, region) => {
      const run = tasks.find(await clusterArnOf(parts.moto, cluster, region), task ?? "");
      if (run === undefined) throw new EcsError("InvalidParameterException", "The referenced task was not found.");
      void run.stop("UserInitiated", reason ?? "");
      return { task: run.task };
    },
    DescribeTasks: async (body, region) => {
      const { runs, failures } = await chosen(body, region);
      const withTags = body.include?.includes("TAGS") === true;
      return { tasks: runs.map(({ task }) => ({ ...task, tags: withTags ? task.tags : [] })), failures };
    },
    ListTasks: async (body, region) => {
      const clusterArn = await clusterArnOf(parts.moto, body.cluster, region);
      const { family, startedBy, serviceName, desiredStatus = "RUNNING" } = body;
      const found = tasks.list({ clusterArn, desiredStatus, family, startedBy, serviceName });
      return page(
        "taskArns",
        found.map(({ task }) => task.taskArn),
        body,
      );
    },
    GetTaskProtection: async (body, region) => {
      const { runs, failures } = await chosen(body, region);
      return { protectedTasks: runs.map(protectedTask), failures };
    },
    UpdateTaskProtection: async (body, region) => {
      const { runs, failures } = await chosen(body, region);
      for (const run of runs) protect(run, body.protectionEnabled === true, body.expiresInMinutes);
      return { protectedTasks: runs.map(protectedTask), failures };
    },
  };
}

function protectedTask(run: TaskRun) {
  const { enabled, until } = run.protection;
  return { taskArn: run.task.taskArn, protectionEnabled: enabled, expirationDate: until };
}

function serviceOperations(services: Services): Readonly<Record<string, Operation>> {
  return {
    CreateService: async (body, region) => ({
      service: await services.create(body as Body & CreateServiceRequest, region),
    }),
    UpdateService: async (body, region) => ({
      service: await services.update(body as unknown as UpdateServiceRequest, region),
    }),
    DeleteService: async (body, region) => ({
      service: await services.delete(body as unknown as { service: string }, region),
    }),
    DescribeServices: async (body, region) => {
      const answered = await services.describe(body.cluster, body.services ?? [], region);
      if (body.include?.includes("TAGS") === true) return answered;
      return { ...answered, services: answered.services.map((service) => ({ ...service, tags: [] })) };
    },
    ListServices: async (body, region) => page("serviceArns", await services.list(body.cluster, region), body),
  };
}

function tagOperations(tasks: Tasks, services: Services): Readonly<Record<string, Operation>> {
  const tagged = ({ resourceArn = "" }: Body) => services.byArn(resourceArn) ?? tasks.byArn(resourceArn)?.task;
  return {
    ListTagsForResource: async (body) => {
      const resource = tagged(body);
      return resource === undefined ? "pass" : { tags: resource.tags };
    },
    TagResource: async (body) => {
      const resource = tagged(body);
      if (resource === undefined) return "pass";
      const { tags = [] } = body;
      const others = resource.tags.filter(({ key }) => !tags.some((tag) => tag.key === key));
      resource.tags = [...others, ...tags];
      return {};
    },
    UntagResource: async (body) => {
      const resource = tagged(body);
      if (resource === undefined) return "pass";
      resource.tags = resource.tags.filter(({ key }) => !body.tagKeys?.includes(key));
      return {};
    },
  };
}

/** ECS gives at most 100 at a time; the token is the next one's place. */
function page(name: string, arns: readonly string[], { maxResults = 100, nextToken = "0" }: Body): object {
  const start = Number(nextToken);
  const end = start + Math.min(maxResults, 100);
  return { [name]: arns.slice(start, end), ...(end < arns.length ? { nextToken: String(end) } : {}) };
}
