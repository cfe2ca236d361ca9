import { createCloudClient, xmlTexts, type CloudClient } from "../local/cloud/cloud-client.ts";
import type { LocalEndpoints } from "../local/gateway/local-routes.ts";

export interface EcsService {
  readonly serviceName: string;
  readonly desiredCount: number;
  readonly taskDefinition: string;
  readonly clusterArn: string;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** A Terraform state, which counts up with each save. */
interface State {
  readonly serial: number;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}

interface HistoryEvent {
  readonly taskScheduledEventDetails?: { readonly resourceType: string; readonly parameters: string };
}

interface RunParameters {
  readonly NetworkConfiguration: { readonly AwsvpcConfiguration: { readonly Subnets: readonly string[] } };
}

/** What an account holds, as the AWS CLI would show it. */
export class CloudAccount {
  readonly #cloud: CloudClient;
  readonly #endpoints: LocalEndpoints;

  constructor(endpoints: LocalEndpoints) {
    this.#cloud = createCloudClient(endpoints.aws);
    this.#endpoints = endpoints;
  }

  async #ecs<Answer>(action: string, body: unknown, region: string): Promise<Answer> {
    return (await this.#cloud.json("ecs", `AmazonEC2ContainerServiceV20141113.${action}`, body, region)) as Answer;
  }

  async service(tendrilId: string, region: string): Promise<EcsService> {
    const name = `vintner-${tendrilId}`;
    const body = { cluster: name, services: [name], include: ["TAGS"] };
    const { services } = await this.#ecs<{ services: EcsService[] }>("DescribeServices", body, region);
    const [service] = services;
    if (service === undefined) throw new Error(`${region} has no service ${name}`);
    return service;
  }

  async taskDefinition(arn: string, region: string): Promise<Record<string, unknown>> {
    const answer = await this.#ecs<{ taskDefinition: Record<string, unknown> }>(
      "DescribeTaskDefinition",
      { taskDefinition: arn, include: ["TAGS"] },
      region,
    );
    return answer.taskDefinition;
  }

  /** ARNs of a Tendril's revisions that can still be run. */
  async activeRevisions(tendrilId: string, region: string): Promise<readonly string[]> {
    const body = { familyPrefix: `vintner-${tendrilId}`, status: "ACTIVE" };
    return (await this.#ecs<{ taskDefinitionArns: string[] }>("ListTaskDefinitions", body, region)).taskDefinitionArns;
  }

  async clusters(region: string): Promise<readonly string[]> {
    return (await this.#ecs<{ clusterArns: string[] }>("ListClusters", {}, region)).clusterArns;
  }

  async roleNames(): Promise<readonly string[]> {
    return xmlTexts(await this.#cloud.query("iam", "ListRoles", { MaxItems: "1000" }, "us-east-1"), "RoleName");
  }

  /** `more` are further parameters of IAM's CreateRole. */
  async createRole(name: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const trust = { Version: "2012-10-17", Statement: [] };
    const parameters = { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust), ...more };
    await this.#cloud.query("iam", "CreateRole", parameters, "us-east-1");
  }

  /** The task role of a Tendril, as its template makes it. */
  createTaskRole({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    return this.createRole(`vintner-${id}-task`, {
      Description: `Tendril ${name}`,
      PermissionsBoundary: `arn:aws:iam::${this.#endpoints.account_id}:policy/vintner-tendril-boundary`,
      "Tags.member.1.Key": "vintner:tendril-id",
      "Tags.member.1.Value": id,
    });
  }

  async deleteRole(name: string): Promise<void> {
    await this.#cloud.query("iam", "DeleteRole", { RoleName: name }, "us-east-1");
  }

  async securityGroups(tendrilId: string, region: string): Promise<readonly string[]> {
    const filter = { "Filter.1.Name": "tag:vintner:tendril-id", "Filter.1.Value.1": tendrilId };
    return xmlTexts(await this.#cloud.query("ec2", "DescribeSecurityGroups", filter, region), "groupId");
  }

  async logGroups(region: string): Promise<readonly string[]> {
    const answer = (await this.#cloud.json("logs", "Logs_20140328.DescribeLogGroups", {}, region)) as {
      logGroups: { logGroupName: string }[];
    };
    return answer.logGroups.map(({ logGroupName }) => logGroupName);
  }

  async secret(name: string, region: string): Promise<string> {
    const answer = await this.#cloud.json(
      "secretsmanager",
      "secretsmanager.GetSecretValue",
      { SecretId: name },
      region,
    );
    return String(answer["SecretString"]);
  }

  /** Keys in a bucket that begin so, sorted. */
  async keys(bucket: string, prefix = ""): Promise<readonly string[]> {
    const answer = await this.object(bucket, `?list-type=2&prefix=${encodeURIComponent(prefix)}`);
    return [...xmlTexts(await answer.text(), "Key")].sort();
  }

  object(bucket: string, key: string): Promise<Response> {
    return this.#cloud.rest("s3", { method: "GET", path: `/${bucket}/${key}` }, this.#endpoints.region);
  }

  /** Keys in the state bucket, sorted. */
  stateKeys(): Promise<readonly string[]> {
    return this.keys(this.#endpoints.state_bucket);
  }

  async state(key: string): Promise<State> {
    return (await (await this.object(this.#endpoints.state_bucket, key)).json()) as State;
  }

  /** Every execution with input, output and history, as one text to search in. */
  async executions(): Promise<string> {
    const states = (action: string, body: unknown) =>
      this.#cloud.json("states", `AWSStepFunctions.${action}`, body, this.#endpoints.region);
    const { stateMachines } = (await states("ListStateMachines", {})) as {
      stateMachines: { stateMachineArn: string }[];
    };
    const texts: string[] = [];
    for (const { stateMachineArn } of stateMachines) {
      const { executions } = (await states("ListExecutions", { stateMachineArn })) as {
        executions: { executionArn: string }[];
      };
      for (const { executionArn } of executions) {
        texts.push(JSON.stringify(await states("DescribeExecution", { executionArn })));
        texts.push(JSON.stringify(await states("GetExecutionHistory", { executionArn, maxResults: 1000 })));
      }
    }
    return texts.join("\n");
  }

  /** For each try to run a job's task the subnets that it was given, from the history of its execution. */
  async subnetsOfRuns(jobId: string): Promise<readonly (readonly string[])[]> {
    const histories = (await this.executions()).split("\n").filter((text) => text.includes(`job:${jobId}`));
    const events = histories.flatMap((text) => (JSON.parse(text) as { events?: HistoryEvent[] }).events ?? []);
    return events.flatMap(({ taskScheduledEventDetails: task }) => {
      if (task?.resourceType !== "ecs") return [];
      const { NetworkConfiguration } = JSON.parse(task.parameters) as RunParameters;
      return [NetworkConfiguration.AwsvpcConfiguration.Subnets];
    });
  }

  /** Every row of a table, as DynamoDB answers it. */
  async rows(table: string): Promise<readonly Record<string, unknown>[]> {
    const dynamoDb = createCloudClient(this.#endpoints.dynamodb);
    const answer = await dynamoDb.json(
      "dynamodb",
      "DynamoDB_20120810.Scan",
      { TableName: table },
      this.#endpoints.region,
    );
    return answer["Items"] as Record<string, unknown>[];
  }

  async tables(): Promise<readonly string[]> {
    const dynamoDb = createCloudClient(this.#endpoints.dynamodb);
    const answer = await dynamoDb.json("dynamodb", "DynamoDB_20120810.ListTables", {}, this.#endpoints.region);
    return answer["TableNames"] as string[];
  }

  /** Makes a job look as if it had been created so many seconds earlier. */
  ageJob(id: string, seconds: number): Promise<void> {
    return this.#setTime(id, "created_at", new Date(Date.now() - seconds * 1000));
  }

  /** Makes it look as if the runner of a job had been silent for too long. */
  expireLease(id: string): Promise<void> {
    return this.#setTime(id, "lease_expires_at", new Date(0));
  }

  async #setTime(jobId: string, attribute: string, time: Date): Promise<void> {
    const dynamoDb = createCloudClient(this.#endpoints.dynamodb);
    const request = {
      TableName: "provision_jobs",
      Key: { id: { S: jobId } },
      UpdateExpression: "SET #attribute = :time",
      ExpressionAttributeNames: { "#attribute": attribute },
      ExpressionAttributeValues: { ":time": { S: time.toISOString() } },
    };
    await dynamoDb.json("dynamodb", "DynamoDB_20120810.UpdateItem", request, this.#endpoints.region);
  }

  /** ARNs of the tasks that are to run in a cluster. */
  async runningTasks(cluster: string, region: string): Promise<readonly string[]> {
    return (await this.#ecs<{ taskArns: string[] }>("ListTasks", { cluster }, region)).taskArns;
  }

  /** ARNs of the tasks that still run for a job. */
  async runningTasksOf(jobId: string): Promise<readonly string[]> {
    const { region } = this.#endpoints;
    const running: string[] = [];
    for (const cluster of await this.clusters(region)) {
      const { taskArns: tasks } = await this.#ecs<{ taskArns: string[] }>("ListTasks", { cluster }, region);
      if (tasks.length === 0) continue;
      const answer = await this.#ecs<{ tasks: { taskArn: string; group: string; lastStatus: string }[] }>(
        "DescribeTasks",
        { cluster, tasks },
        region,
      );
      const its = answer.tasks.filter((task) => task.group === `job:${jobId}` && task.lastStatus !== "STOPPED");
      running.push(...its.map(({ taskArn }) => taskArn));
    }
    return running;
  }

  /** The value of the secret that the template makes for the platform runner. */
  async platformToken(): Promise<string> {
    const { region } = this.#endpoints;
    const answer = (await this.#cloud.json("secretsmanager", "secretsmanager.ListSecrets", {}, region)) as {
      SecretList: { Name: string }[];
    };
    const names = answer.SecretList.map(({ Name }) => Name).filter((name) => /platform/i.test(name));
    if (names[0] === undefined) throw new Error("There is no secret for the platform runner");
    return this.secret(names[0], region);
  }

  /** What a job's token is derived from: `<job id>.<attempt>.<request id of its claim>`. */
  async claimOf(jobId: string): Promise<string> {
    const rows = (await this.rows("provision_jobs")) as {
      id: { S: string };
      attempt: { N: string };
      claim?: { M: { request_id: { S: string } } };
    }[];
    const row = rows.find(({ id }) => id.S === jobId);
    if (row?.claim === undefined) throw new Error(`${jobId} was never claimed`);
    return `${jobId}.${row.attempt.N}.${row.claim.M.request_id.S}`;
  }
}
