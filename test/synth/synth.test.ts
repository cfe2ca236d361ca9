import { statSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { TendrilBoundary } from "../../lib/tendril-boundary.ts";
import { vintnerApp } from "../../lib/vintner-app.ts";
import { placeholderParts } from "../../stepfunctions/placeholder-parts.ts";
import { machines } from "../../stepfunctions/machines.ts";
import { entries, functionNames, functionProperties } from "./functions.ts";
import { variablesReadBy } from "./read-by-handlers.ts";
import { isEveryResource, statements } from "./statements.ts";
import { sharedTemplates } from "./shared-templates.ts";
import { assetPath, readJson, resourcesOf, type Template } from "./template.ts";

const assembly = sharedTemplates();

describe("the stacks", () => {
  test("name no account and no region, and look nothing up", () => {
    const manifest = readJson(join(assembly.folder, "manifest.json")) as { missing?: unknown; artifacts: object };
    expect(manifest.missing).toBeUndefined();
    const stacks = Object.entries(manifest.artifacts as Record<string, { type: string; environment?: string }>);
    const environments = stacks.flatMap(([id, { type, environment }]) =>
      type === "aws:cloudformation:stack" ? [[id, environment]] : [],
    );
    const agnostic = "aws://unknown-account/unknown-region";
    expect(Object.fromEntries(environments)).toEqual({ Vintner: agnostic, VintnerData: agnostic });
  });

  test("hold data under ids that never change, and keep it", () => {
    const kept = Object.entries(assembly.data.Resources).filter(([, { Type }]) => holdsData.includes(Type));
    const frozen = readJson(join(import.meta.dirname, "data-resources.json"));
    expect(Object.fromEntries(kept.map(([id, { Type }]) => [id, Type]))).toEqual(frozen);
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of kept) {
      expect({ id, DeletionPolicy, UpdateReplacePolicy }).toEqual({
        id,
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      });
    }
  });

  test("consist of what was reviewed", () => {
    expect({ VintnerData: countByType(assembly.data), Vintner: countByType(assembly.app) }).toEqual(
      readJson(join(import.meta.dirname, "resource-counts.json")),
    );
  });

  test("are not synthesized without a dashboard, and say what to run", () => {
    expect(() => vintnerApp({ outputFolder: "/nowhere/none", dashboardFolder: "/nowhere" })).toThrow(
      "The dashboard is not built. Run: npx vite build frontend",
    );
  });
});

describe("the network", () => {
  test("has no NAT and lets nothing in", () => {
    expect(resourcesOf(assembly.app, "AWS::EC2::NatGateway")).toEqual([]);
    expect(resourcesOf(assembly.app, "AWS::EC2::SecurityGroupIngress")).toEqual([]);
    const groups = resourcesOf(assembly.app, "AWS::EC2::SecurityGroup");
    expect(groups.map(([, properties]) => properties["SecurityGroupIngress"])).toEqual([undefined]);
  });
});

describe("permissions", () => {
  test("never name every action of a service, but for reading the network", () => {
    const wide = statements(assembly.app).flatMap(({ actions }) => actions.filter((action) => action.endsWith("*")));
    // Those of S3 come from the bucket construct's own grants, each on a named bucket.
    const grantedByBuckets = ["GetObject", "GetBucket", "List", "DeleteObject", "Abort"].map((verb) => `s3:${verb}*`);
    expect(new Set(wide)).toEqual(new Set(["ec2:Describe*", ...grantedByBuckets]));
  });

  test("name every resource only where AWS knows no other, or a condition narrows them", () => {
    const everywhere = statements(assembly.app).filter(
      ({ statement }) => isEveryResource(statement) && statement.Condition === undefined,
    );
    expect(new Set(everywhere.flatMap(({ actions }) => actions))).toEqual(
      new Set([
        "ec2:Describe*",
        "ecr:GetAuthorizationToken",
        "ecs:DescribeTaskDefinition",
        "ecs:ListTaskDefinitions",
        "ecs:DeregisterTaskDefinition",
        "logs:DescribeLogGroups",
        // The switch of the whole account that lets it sign tokens for other clouds.
        "iam:EnableOutboundWebIdentityFederation",
        "iam:GetOutboundWebIdentityFederationInfo",
      ]),
    );
  });

  test("let only the broker assume roles", () => {
    const assuming = statements(assembly.app).filter(({ actions }) => actions.includes("sts:AssumeRole"));
    const policies = new Set(assuming.map(({ policy }) => policy.replace(/[0-9A-F]{8}$/, "")));
    expect([...policies]).toEqual(["BrokerRoleDefaultPolicy"]);
  });

  test("let only functions that discover call the broker", () => {
    const calling = statements(assembly.app).filter(
      ({ actions, statement }) =>
        actions.includes("lambda:InvokeFunction") && JSON.stringify(statement.Resource).includes('"Broker'),
    );
    const policies = calling.map(({ policy }) => policy.replace(/DefaultPolicy[0-9A-F]{8}$/, "")).toSorted();
    expect(policies.filter((policy) => !policy.startsWith("Machines"))).toEqual([
      "DiscoverAwsRole",
      "DiscoverAzureRole",
      "DiscoverGcpRole",
    ]);
  });

  test("give the platform runner's own role nothing", () => {
    const [task] = resourcesOf(assembly.app, "AWS::ECS::TaskDefinition");
    const role = task?.[1]["TaskRoleArn"];
    const [roleId] = (role as { "Fn::GetAtt": string[] })["Fn::GetAtt"];
    const attached = resourcesOf(assembly.app, "AWS::IAM::Policy").filter(([, { Roles }]) =>
      JSON.stringify(Roles).includes(JSON.stringify(roleId)),
    );
    expect(attached).toEqual([]);
    expect(assembly.app.Resources[roleId ?? ""]?.Properties).not.toHaveProperty("ManagedPolicyArns");
  });

  test("let the provisioner make no role without the boundary", () => {
    const making = statements(assembly.app).filter(({ actions }) =>
      actions.some((action) => /^iam:(CreateRole|PutRolePolicy|AttachRolePolicy)$/.test(action)),
    );
    expect(making).toHaveLength(1);
    expect(JSON.stringify(making[0]?.statement.Condition)).toContain("iam:PermissionsBoundary");
  });
});

describe.each(functionNames)("the function %s", (name) => {
  test("runs on Node 24 and ARM, in time for who waits for it", () => {
    const { Runtime, Architectures, Handler, Timeout } = functionProperties(assembly, name);
    expect({ Runtime, Architectures, Handler }).toEqual({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
    });
    // API Gateway waits 29 s, a state of a machine 150 s.
    expect(Timeout).toBeLessThanOrEqual(behindApi.includes(name) ? 29 : 120);
  });

  test("has the variables that its code reads, and no other", () => {
    const set = Object.keys(functionProperties(assembly, name).Environment.Variables).toSorted();
    expect(set).toEqual(variablesReadBy(entries[name]));
  });

  test("is small enough to start fast", () => {
    const code = join(assetPath(assembly, functionProperties(assembly, name).Code.S3Key), "index.mjs");
    const kilobytes = gzipSync(readFileSync(code)).length / 1024;
    expect(kilobytes).toBeLessThanOrEqual(behindApi.includes(name) ? 200 : 500);
  });
});

describe("the machines", () => {
  test("are deployed as they were reviewed, and log nothing", () => {
    const deployed = resourcesOf(assembly.app, "AWS::StepFunctions::StateMachine");
    expect(deployed).toHaveLength(Object.keys(machines).length);
    for (const [type, build] of Object.entries(machines)) {
      const name = `vintner-${type.toLowerCase().replaceAll("_", "-")}`;
      const properties = deployed.find(([, { StateMachineName }]) => StateMachineName === name)?.[1] ?? {};
      expect(properties).toMatchObject({ StateMachineType: "STANDARD" });
      expect(properties).not.toHaveProperty("LoggingConfiguration");
      expect(definitionWithPlaceholders(properties["DefinitionString"])).toEqual(build(placeholderParts));
    }
  });
});

describe("the dashboard", () => {
  test("is served under a policy without inline script, style or foreign origin but the WebSocket's, sign-in's and uploads'", () => {
    const [headers] = resourcesOf(assembly.app, "AWS::CloudFront::ResponseHeadersPolicy");
    const text = JSON.stringify(headers);
    expect(text).not.toContain("unsafe-");
    expect(text.match(/(https?|wss?):[^"]*/g)).toEqual(["https://vintner-", "https://"]);
    expect(text).toContain("default-src 'none'");
  });

  test("shares its origin with the API, which is never cached", () => {
    const [distribution] = resourcesOf(assembly.app, "AWS::CloudFront::Distribution");
    const config = distribution?.[1]["DistributionConfig"];
    const { CacheBehaviors } = config as { CacheBehaviors: { PathPattern: string; CachePolicyId: string }[] };
    // The id of AWS's managed policy CachingDisabled.
    const CachePolicyId = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    const uncached = CacheBehaviors.filter((behavior) => behavior.CachePolicyId === CachePolicyId);
    expect(uncached.map(({ PathPattern }) => PathPattern)).toEqual(["/api/*", "/config.json", "/healthz"]);
    // A file of the dashboard, whose deployment empties the cache.
    expect(CacheBehaviors.filter((behavior) => !uncached.includes(behavior))).toMatchObject([
      { PathPattern: "/api/openapi.json" },
    ]);
  });
});

describe("the image", () => {
  test("is built for ARM64 from the agent, its templates and the Dockerfile", () => {
    const { dockerImages } = readJson(join(assembly.folder, "Vintner.assets.json")) as {
      dockerImages: Record<string, { source: { platform: string; directory: string } }>;
    };
    const [image, ...others] = Object.values(dockerImages);
    expect(others).toEqual([]);
    expect(image?.source.platform).toBe("linux/arm64");
    const folder = join(assembly.folder, image?.source.directory ?? "");
    const agent = join(folder, "bin", "vintner-agent");
    expect(readFileSync(agent, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
    expect(statSync(agent).mode & 0o111).toBe(0o111);
    expect(statSync(join(folder, "Dockerfile")).isFile()).toBe(true);
    // The provisioner may make no role without it.
    const names = readFileSync(join(folder, "templates", "tendril", "names.tf"), "utf8");
    expect(names).toContain(`policy/${TendrilBoundary.policyName}"`);
  });
});

const holdsData = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"];
const behindApi: readonly string[] = ["Api", "WorkerApi", "Ingest", "Broker", "Realtime"];

function countByType(template: Template): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(template.Resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}

/** The definition with the placeholders of the golden one where a deployment fills in ARNs and ids. */
function definitionWithPlaceholders(definition: unknown): unknown {
  const [, parts] = (definition as { "Fn::Join": [string, unknown[]] })["Fn::Join"];
  const placeholders: readonly [RegExp, string][] = [
    [/"JobSteps/, "${JobSteps}"],
    [/"TendrilSteps/, "${TendrilSteps}"],
    [/"Broker/, "${Broker}"],
    [/"DiscoverAws/, "${DiscoverAws}"],
    [/"DiscoverGcp/, "${DiscoverGcp}"],
    [/"DiscoverAzure/, "${DiscoverAzure}"],
    [/"PlatformRunnerCluster/, "${PlatformCluster}"],
    [/"PlatformRunnerTaskDefinition/, "${PlatformTaskDefinition}"],
    [/PublicSubnet1/, "${Subnet1}"],
    [/PublicSubnet2/, "${Subnet2}"],
    [/RunnerSecurityGroup/, "${SecurityGroup}"],
  ];
  const text = parts.map((part) => {
    if (typeof part === "string") return part;
    const reference = JSON.stringify(part);
    return placeholders.find(([pattern]) => pattern.test(reference))?.[1] ?? reference;
  });
  return JSON.parse(text.join(""));
}
