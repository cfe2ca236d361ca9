import { CreateClusterCommand, DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { pluginFolder } from "../setup/plugin-folder.mjs";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

const region = "eu-central-1";
const configuration = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
provider "aws" {
  region = "${region}"
}
resource "aws_ecs_task_definition" "this" {
  family                   = "north"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([
    { name = "main", image = "tool:1", essential = true, command = ["sh", "-c", "while true; do sleep 0.1; done"] }
  ])
}
resource "aws_ecs_service" "this" {
  name            = "north"
  cluster         = "north"
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = 1
  launch_type     = "FARGATE"
  network_configuration {
    subnets = ["subnet-0123456789abcdef0"]
  }
}
`;

// The cluster is not Terraform's here: after creating one the provider waits for 10 seconds.
let cloud: TestCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  await ecs().send(new CreateClusterCommand({ clusterName: "north" }));
  folder = join(cloud.dir, "module");
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf"), configuration);
}, 60_000);
afterAll(() => cloud.stop());

async function terraform(...args: string[]): Promise<string> {
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const env = { ...inheritedEnvironment(), ...credentials, AWS_ENDPOINT_URL: cloud.url, CHECKPOINT_DISABLE: "1" };
  const { stdout } = await promisify(execFile)("terraform", [...args, "-input=false", "-no-color"], {
    cwd: folder,
    env,
  });
  return stdout;
}

const ecs = () => new ECSClient(cloud.client(region));
async function service() {
  const { services } = await ecs().send(new DescribeServicesCommand({ cluster: "north", services: ["north"] }));
  return services?.[0];
}

test("Terraform creates a service, finds nothing to change in it, and destroys it", async () => {
  const plugins = pluginFolder();
  await terraform("init", ...(plugins === undefined ? [] : [`-plugin-dir=${plugins}`]));
  expect(await terraform("apply", "-auto-approve")).toContain("2 added");
  expect(await service()).toMatchObject({ status: "ACTIVE", desiredCount: 1, deployments: [{ status: "PRIMARY" }] });
  expect(await terraform("plan")).toContain("No changes");
  expect(await terraform("destroy", "-auto-approve")).toContain("2 destroyed");
  expect(cloud.seen.map(({ action }) => action)).toEqual(expect.arrayContaining(["CreateService", "DeleteService"]));
}, 120_000);
