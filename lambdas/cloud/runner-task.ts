import {
  DescribeTasksCommand,
  ECSClient,
  paginateListTasks,
  StopTaskCommand,
  type DesiredStatus,
  type Task,
} from "@aws-sdk/client-ecs";

export interface RunnerTask {
  readonly arn: string;
  readonly lastStatus: string;
  readonly stopped: boolean;
  /** ECS's words for why it stopped, with the container's exit code where there is one. */
  readonly reason: string | null;
}

/** The tasks of the platform runner. A job's tasks carry the group `job:<id>`. */
export interface RunnerTasks {
  /** ECS forgets a stopped task after about an hour; no task found means none runs. */
  ofJob(jobId: string): Promise<readonly RunnerTask[]>;
  stop(taskArn: string, reason: string): Promise<void>;
}

export function runnerTasks(cluster: string, client = new ECSClient({})): RunnerTasks {
  return {
    async ofJob(jobId) {
      // Tasks that are stopping have the desired status STOPPED: both lists are needed.
      const lists = await Promise.all([
        describeAll(client, cluster, "RUNNING"),
        describeAll(client, cluster, "STOPPED"),
      ]);
      const ofJob = lists.flat().filter((task) => task.group === `job:${jobId}`);
      return [...new Map(ofJob.map((task) => [task.taskArn, toRunnerTask(task)])).values()];
    },
    async stop(taskArn, reason) {
      // ECS takes a reason of at most 255 characters.
      await client.send(new StopTaskCommand({ cluster, task: taskArn, reason: reason.slice(0, 255) }));
    },
  };
}

async function describeAll(client: ECSClient, cluster: string, desiredStatus: DesiredStatus): Promise<Task[]> {
  const found: Task[] = [];
  for await (const { taskArns = [] } of paginateListTasks({ client, pageSize: 100 }, { cluster, desiredStatus })) {
    if (taskArns.length === 0) continue;
    const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    found.push(...tasks);
  }
  return found;
}

function toRunnerTask(task: Task): RunnerTask {
  const container = task.containers?.find(({ exitCode, reason }) => exitCode !== undefined || reason !== undefined);
  const exit = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`;
  const reason = [task.stoppedReason, container?.reason, exit].filter((part) => part !== undefined).join("; ");
  return {
    arn: task.taskArn ?? "",
    lastStatus: task.lastStatus ?? "UNKNOWN",
    stopped: task.lastStatus === "STOPPED",
    reason: reason === "" ? null : reason,
  };
}
