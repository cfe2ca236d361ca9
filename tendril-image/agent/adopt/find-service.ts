import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  ClientException,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type ECSClientConfig,
  type Tag,
} from "@aws-sdk/client-ecs";
import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { fullName, ownerTag, type Owned } from "./owned.ts";

/** `templates/tendril/service.tf`. */
export async function findService(config: ECSClientConfig, tendrilId: string): Promise<readonly Owned[]> {
  const ecs = new ECSClient(config);
  const found = await Promise.all([
    findCluster(ecs, tendrilId),
    findTaskDefinition(ecs, tendrilId),
    findLogGroup(new CloudWatchLogsClient({ ...config }), tendrilId),
    findSecret(new SecretsManagerClient({ ...config }), tendrilId),
  ]);
  return found.flat();
}

async function findCluster(ecs: ECSClient, tendrilId: string): Promise<Owned[]> {
  const name = fullName(tendrilId);
  const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: [name], include: ["TAGS"] }));
  const isOwn = clusters.some(({ status, tags }) => status === "ACTIVE" && bearTag(tags, tendrilId));
  if (!isOwn) return [];
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: name, services: [name], include: ["TAGS"] }),
  );
  const runs = services.some(({ status, tags }) => status === "ACTIVE" && bearTag(tags, tendrilId));
  const cluster = { address: "aws_ecs_cluster.this", importId: name };
  return runs ? [cluster, { address: "aws_ecs_service.tendril", importId: `${name}/${name}` }] : [cluster];
}

/** The newest revision that can be run. */
async function findTaskDefinition(ecs: ECSClient, tendrilId: string): Promise<Owned[]> {
  try {
    const { taskDefinition, tags } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: fullName(tendrilId), include: ["TAGS"] }),
    );
    const importId = taskDefinition?.taskDefinitionArn;
    if (importId === undefined || taskDefinition?.status !== "ACTIVE" || !bearTag(tags, tendrilId)) return [];
    return [{ address: "aws_ecs_task_definition.tendril", importId }];
  } catch (error) {
    // That is how ECS says that it knows none.
    if (error instanceof ClientException) return [];
    throw error;
  }
}

async function findLogGroup(logs: CloudWatchLogsClient, tendrilId: string): Promise<Owned[]> {
  const name = `/vintner/tendrils/${tendrilId}`;
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const group = logGroups.find(({ logGroupName }) => logGroupName === name);
  if (group?.arn === undefined) return [];
  const resourceArn = group.arn.replace(/:\*$/, "");
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  return tags?.[ownerTag] === tendrilId ? [{ address: "aws_cloudwatch_log_group.tendril", importId: name }] : [];
}

async function findSecret(secrets: SecretsManagerClient, tendrilId: string): Promise<Owned[]> {
  try {
    const SecretId = `${fullName(tendrilId)}-token`;
    const { ARN, DeletedDate, Tags = [] } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    const isOwn = Tags.some(({ Key, Value }) => Key === ownerTag && Value === tendrilId);
    if (ARN === undefined || DeletedDate !== undefined || !isOwn) return [];
    return [{ address: "aws_secretsmanager_secret.token", importId: ARN }];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

function bearTag(tags: readonly Tag[] | undefined, tendrilId: string): boolean {
  return tags?.some(({ key, value }) => key === ownerTag && value === tendrilId) === true;
}
