import { describe, expect, test } from "@jest/globals";
import { tables } from "../../lambdas/contract/tables.ts";
import { sharedTemplates } from "./shared-templates.ts";
import { statements } from "./statements.ts";
import { resourcesOf, type Template } from "./template.ts";

const { data, app } = sharedTemplates();

function only(template: Template, type: string): Readonly<Record<string, unknown>> {
  const found = resourcesOf(template, type);
  expect(found).toHaveLength(1);
  return found[0]?.[1] ?? {};
}

describe("people", () => {
  test("invite people, who may add an authenticator, and let nobody sign up", () => {
    expect(only(data, "AWS::Cognito::UserPool")).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: "OPTIONAL",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
      DeletionProtection: "ACTIVE",
    });
    const groups = resourcesOf(data, "AWS::Cognito::UserPoolGroup").map(([, { GroupName }]) => String(GroupName));
    expect(groups.toSorted()).toEqual(["admin", "operator", "viewer"]);
  });

  test("sign in by a code with PKCE, without a client's secret, for a working day", () => {
    const client = only(app, "AWS::Cognito::UserPoolClient");
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email", "profile"],
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: "ENABLED",
      IdTokenValidity: 60,
      AccessTokenValidity: 60,
      RefreshTokenValidity: 720,
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
      SupportedIdentityProviders: ["COGNITO"],
    });
    // Rotation and this flow exclude each other.
    expect(client["ExplicitAuthFlows"]).toEqual(["ALLOW_USER_SRP_AUTH"]);
    expect(client["LogoutURLs"]).toEqual(client["CallbackURLs"]);
    expect(JSON.stringify(client["CallbackURLs"])).toMatch(/"https:\/\/".*DashboardDistribution.*"\/"/);
  });

  test("get their tokens from an origin that the pages' policy permits", () => {
    const policy = JSON.stringify(only(app, "AWS::CloudFront::ResponseHeadersPolicy"));
    expect(policy).toMatch(/connect-src 'self' .*https:\/\/vintner-.*\.auth\..*\.amazoncognito\.com /);
  });

  test("upload to the one bucket that the pages' policy permits, and that lets pages in for nothing else", () => {
    const policy = JSON.stringify(only(app, "AWS::CloudFront::ResponseHeadersPolicy"));
    expect(policy).toMatch(/ https:\/\/[^;]*ArtifactsBucket[^;]*RegionalDomainName[^;]*; manifest-src/);
    const open = resourcesOf(data, "AWS::S3::Bucket").filter(([, { CorsConfiguration }]) => CorsConfiguration);
    expect(open.map(([id, { CorsConfiguration }]) => [id.replace(/Bucket\w+$/, ""), CorsConfiguration])).toEqual([
      ["Artifacts", { CorsRules: [expect.objectContaining({ AllowedMethods: ["PUT"] })] }],
    ]);
  });
});

describe("the data", () => {
  test("can restore every table that outlives the application", () => {
    const recovered = resourcesOf(data, "AWS::DynamoDB::Table").map(([, properties]) => properties);
    const kept = Object.values(tables).filter(({ keeps }) => keeps);
    expect(recovered.map(({ TableName }) => String(TableName)).toSorted()).toEqual(
      kept.map(({ name }) => name).toSorted(),
    );
    for (const table of recovered) {
      expect(table).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      });
    }
  });

  test("tells who read a state or a plan", () => {
    const logged = resourcesOf(data, "AWS::S3::Bucket").filter(([, { LoggingConfiguration }]) => LoggingConfiguration);
    expect(logged.map(([id]) => id.replace(/Bucket\w+$/, "")).toSorted()).toEqual(["Artifacts", "States"]);
  });
});

describe("the edge", () => {
  test("lets the distribution alone read the dashboard's files", () => {
    const policy = only(app, "AWS::S3::BucketPolicy")["PolicyDocument"] as { Statement: Record<string, unknown>[] };
    const readers = policy.Statement.filter(({ Effect, Action }) => Effect === "Allow" && Action === "s3:GetObject");
    expect(readers).toHaveLength(1);
    expect(readers[0]).toMatchObject({
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "AWS:SourceArn": expect.anything() } },
    });
  });

  test("tells who called the HTTP API, without a header, a query or a body", () => {
    const stages = resourcesOf(app, "AWS::ApiGatewayV2::Stage");
    const settings = stages.map(([, properties]) => properties["AccessLogSettings"]).filter(Boolean);
    expect(settings).toHaveLength(1);
    const { Format } = settings[0] as { Format: string };
    expect(Object.values(JSON.parse(Format) as Record<string, string>).toSorted()).toEqual(
      [
        "identity.sourceIp",
        "integrationErrorMessage",
        "requestId",
        "requestTime",
        "responseLatency",
        "routeKey",
        "status",
      ]
        .map((name) => `$context.${name}`)
        .toSorted(),
    );
  });
});

describe("secrets", () => {
  test("keep what functions read from Secrets Manager out of their environment", () => {
    for (const [, properties] of resourcesOf(app, "AWS::Lambda::Function")) {
      expect(JSON.stringify(properties["Environment"] ?? {})).not.toContain("{{resolve:");
    }
    const secrets = resourcesOf(app, "AWS::SecretsManager::Secret");
    expect(secrets.map(([, { SecretString }]) => SecretString)).toEqual([undefined, undefined]);
  });

  test("give the runner its token by Secrets Manager, and no secret as a variable", () => {
    const { ContainerDefinitions } = only(app, "AWS::ECS::TaskDefinition");
    const [container] = ContainerDefinitions as { Environment: { Name: string }[]; Secrets: { Name: string }[] }[];
    expect(container?.Environment.map(({ Name }) => Name)).toEqual(["TRELLIS_URL", "WORKER_ID"]);
    expect(container?.Secrets.map(({ Name }) => Name)).toEqual(["WORKER_TOKEN"]);
  });
});

describe("wildcards", () => {
  test("end a wildcard only behind the name of one thing, or behind our prefix", () => {
    const patterns = statements(app)
      .filter(({ policy }) => !policy.startsWith("ProvisionerRole") && !policy.startsWith("TendrilBoundary"))
      .flatMap(({ statement }) => [statement.Resource].flat())
      .map((resource) => JSON.stringify(resource))
      .filter((resource) => resource.includes("*") && resource !== '"*"');
    const named = /"(Ref|Fn::GetAtt|Fn::ImportValue)":\[?"(?!AWS::)\w+/;
    const ours = /[:/]vintner-/;
    const others = patterns.filter((resource) => !named.test(resource) && !ours.test(resource));
    // Roles of other accounts, which decide themselves whom they let in.
    expect(others).toEqual([expect.stringContaining(":iam::*:role/*")]);
  });

  test("let the provisioner change only a network that bears a Tendril's tag", () => {
    const network = statements(app).filter(
      ({ policy, actions }) =>
        policy.startsWith("ProvisionerRole") && actions.some((action) => action.startsWith("ec2:")),
    );
    const free = network.filter(({ statement }) => statement.Condition === undefined);
    expect(new Set(free.flatMap(({ actions }) => actions).filter((action) => action.startsWith("ec2:")))).toEqual(
      new Set([
        "ec2:Describe*",
        // In a VPC that may have been there before; what is made there gets the tag.
        "ec2:CreateSubnet",
        "ec2:CreateRouteTable",
        "ec2:CreateSecurityGroup",
        // Rules bear no tag; their group does.
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupEgress",
      ]),
    );
  });

  test("let the CDK's own function write the dashboard's bucket alone", () => {
    const [policy] = resourcesOf(app, "AWS::IAM::Policy").filter(([id]) => id.startsWith("CustomCDKBucketDeployment"));
    const { Statement } = (policy?.[1]["PolicyDocument"] ?? {}) as {
      Statement: { Action: string[] | string; Resource: unknown }[];
    };
    const writing = Statement.filter(({ Action }) => [Action].flat().some((action) => /^s3:(Put|Delete)/.test(action)));
    const resources = JSON.stringify(writing.map(({ Resource }) => Resource));
    expect(resources.match(/"Fn::GetAtt":\["\w+"/g)?.every((name) => name.includes('"DashboardBucket'))).toBe(true);
  });
});
