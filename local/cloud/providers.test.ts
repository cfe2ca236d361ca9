import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createProcesses } from "../processes/processes.ts";
import { deployTemplate } from "../template/deploy.ts";
import type { DeployedResource } from "../template/deploy.ts";
import { createCloudClient, xmlTexts } from "./cloud-client.ts";
import { startDynamoDbLocal } from "./dynamodb-local.ts";
import { cloudProviders } from "./providers.ts";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

const processes = createProcesses();
let cloud: TestCloud;
let dynamoDbUrl: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  ({ url: dynamoDbUrl } = await startDynamoDbLocal({ processes, logDir: cloud.dir }));
}, 60_000);
afterAll(async () => {
  await processes.stop();
  await cloud.stop();
});

async function create(Type: string, Properties: object): Promise<DeployedResource> {
  const providers = cloudProviders(cloud.moto, createCloudClient(dynamoDbUrl));
  const context = { region: "eu-west-1", account: cloud.account, exports: new Map<string, string>() };
  // one id for each, so that their names differ
  const logicalId = `It${counter++}`;
  const template = { Resources: { [logicalId]: { Type, Properties: Properties as Record<string, unknown> } } };
  const { resources } = await deployTemplate({ name: "App", template }, providers, context);
  const created = resources[logicalId];
  if (created === undefined) throw new Error(`${Type} is not provided`);
  return created;
}
let counter = 0;

const iam = (action: string, parameters: Record<string, string>) =>
  cloud.moto.query("iam", action, parameters, "us-east-1");
const trust = {
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
};

describe("the providers", () => {
  test("create a table with its index and its time to live", async () => {
    const client = new DynamoDBClient({ ...cloud.client(), endpoint: dynamoDbUrl });
    const properties = {
      TableName: "things",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["id", "feed"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by_feed",
          KeySchema: [{ AttributeName: "feed", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    };
    expect((await create("AWS::DynamoDB::Table", properties)).ref).toBe("things");
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "things" }));
    expect(Table).toMatchObject({ TableStatus: "ACTIVE", GlobalSecondaryIndexes: [{ IndexName: "by_feed" }] });
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: "things" }));
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: "expires_at", TimeToLiveStatus: "ENABLED" });
  });

  test("create a versioned bucket", async () => {
    const { ref } = await create("AWS::S3::Bucket", { VersioningConfiguration: { Status: "Enabled" } });
    const s3 = new S3Client({ ...cloud.client(), forcePathStyle: true });
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket: ref }))).toMatchObject({ Status: "Enabled" });
  });

  test("create a bucket that pages may upload to", async () => {
    const rule = { AllowedMethods: ["PUT"], AllowedOrigins: ["*"], AllowedHeaders: ["content-type"], MaxAge: 60 };
    const { ref } = await create("AWS::S3::Bucket", { CorsConfiguration: { CorsRules: [rule] } });
    const asked = { "access-control-request-method": "PUT", "access-control-request-headers": "content-type" };
    const headers = { origin: "http://127.0.0.1:4000", ...asked };
    const answer = await fetch(`${cloud.url}/${ref}/key?X-Amz-Signature=x`, { method: "OPTIONS", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-methods")).toBe("PUT");
    expect(answer.headers.get("access-control-max-age")).toBe("60");
  });

  test("create secrets with a generated value", async () => {
    const client = new SecretsManagerClient(cloud.client());
    const plain = await create("AWS::SecretsManager::Secret", {
      GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 48 },
    });
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: plain.ref }));
    expect(SecretString).toMatch(/^[A-Za-z0-9]{48}$/);
    const field = await create("AWS::SecretsManager::Secret", {
      GenerateSecretString: { SecretStringTemplate: '{"user":"u"}', GenerateStringKey: "password" },
    });
    const { SecretString: json = "" } = await client.send(new GetSecretValueCommand({ SecretId: field.ref }));
    expect(JSON.parse(json)).toEqual({ user: "u", password: expect.any(String) });
  });

  test("create a role with all its policies", async () => {
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const PolicyDocument = { Version: "2012-10-17", Statement: [statement] };
    const { ref: role, attributes } = await create("AWS::IAM::Role", {
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: "own", PolicyDocument }],
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
    });
    await create("AWS::IAM::Policy", { PolicyName: "default", PolicyDocument, Roles: [role] });
    const managed = await create("AWS::IAM::ManagedPolicy", { PolicyDocument, Roles: [role] });
    expect(attributes?.["Arn"]).toBe(`arn:aws:iam::${cloud.account}:role/${role}`);
    expect(xmlTexts(await iam("ListRolePolicies", { RoleName: role }), "member").toSorted()).toEqual([
      "default",
      "own",
    ]);
    expect(xmlTexts(await iam("ListAttachedRolePolicies", { RoleName: role }), "PolicyArn")).toContain(managed.ref);
  });

  test("create a network whose security group lets out only what it names", async () => {
    const { ref: VpcId } = await create("AWS::EC2::VPC", { CidrBlock: "10.83.0.0/24", EnableDnsHostnames: true });
    const { ref: SubnetId } = await create("AWS::EC2::Subnet", {
      VpcId,
      CidrBlock: "10.83.0.0/26",
      AvailabilityZone: "eu-west-1a",
    });
    const { ref: InternetGatewayId } = await create("AWS::EC2::InternetGateway", {});
    await create("AWS::EC2::VPCGatewayAttachment", { InternetGatewayId, VpcId });
    const { ref: RouteTableId } = await create("AWS::EC2::RouteTable", { VpcId });
    await create("AWS::EC2::Route", { RouteTableId, GatewayId: InternetGatewayId, DestinationCidrBlock: "0.0.0.0/0" });
    await create("AWS::EC2::SubnetRouteTableAssociation", { RouteTableId, SubnetId });
    const SecurityGroupEgress = [{ CidrIp: "0.0.0.0/0", FromPort: 443, ToPort: 443, IpProtocol: "tcp" }];
    const { ref: GroupId } = await create("AWS::EC2::SecurityGroup", {
      GroupDescription: "out",
      VpcId,
      SecurityGroupEgress,
    });
    const groups = await cloud.moto.query("ec2", "DescribeSecurityGroups", { "GroupId.1": GroupId }, "eu-west-1");
    expect(xmlTexts(groups, "fromPort")).toEqual(["443"]);
    expect(xmlTexts(groups, "ipProtocol")).toEqual(["tcp"]);
  });

  test("register a task definition under the API's names", async () => {
    const { ref } = await create("AWS::ECS::TaskDefinition", {
      Family: "runner",
      NetworkMode: "awsvpc",
      RequiresCompatibilities: ["FARGATE"],
      Cpu: "512",
      Memory: "1024",
      ContainerDefinitions: [
        {
          Name: "runner",
          Image: "tool:1",
          Environment: [{ Name: "A", Value: "1" }],
          LogConfiguration: { LogDriver: "awslogs", Options: { "awslogs-group": "/g" } },
        },
      ],
    });
    const client = new ECSClient(cloud.client());
    const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: ref }));
    expect(taskDefinition).toMatchObject({
      family: "runner",
      containerDefinitions: [
        {
          name: "runner",
          environment: [{ name: "A", value: "1" }],
          logConfiguration: { options: { "awslogs-group": "/g" } },
        },
      ],
    });
  });
});
