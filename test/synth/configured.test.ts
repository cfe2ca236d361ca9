import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fullContext } from "./full-context.ts";
import { resourcesOf, type Template } from "./template.ts";
import { unbundledApp } from "./unbundled-app.ts";

const { certificateArn } = fullContext;
let templates: { readonly data: Template; readonly app: Template };
let remove: () => void;

beforeAll(() => {
  const unbundled = unbundledApp(fullContext);
  remove = unbundled.remove;
  templates = unbundled.templates();
}, 60_000);
afterAll(() => remove());

describe("configured stacks", () => {
  test("serve a domain of one's own from TLS 1.2 on, and CloudFront's name beside it", () => {
    const [distribution] = resourcesOf(templates.app, "AWS::CloudFront::Distribution");
    expect(distribution?.[1]["DistributionConfig"]).toMatchObject({
      Aliases: ["vintner.example.com"],
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: "TLSv1.2_2021" },
    });
    const records = resourcesOf(templates.app, "AWS::Route53::RecordSet").map(([, properties]) => properties);
    expect(records.map(({ Type, Name }) => `${String(Type)} ${String(Name)}`).toSorted()).toEqual([
      "A vintner.example.com.",
      "AAAA vintner.example.com.",
    ]);
    const [client] = resourcesOf(templates.app, "AWS::Cognito::UserPoolClient");
    const callbacks = client?.[1]["CallbackURLs"] as unknown[];
    expect(callbacks[0]).toBe("https://vintner.example.com/");
    expect(JSON.stringify(callbacks[1])).toContain("DashboardDistribution");
  });

  test("permit WebSockets to the pages of both names", () => {
    const origins = resourcesOf(templates.app, "AWS::Lambda::Function")
      .map(([, { Environment }]) => Environment as { Variables?: Record<string, unknown> } | undefined)
      .flatMap((environment) => environment?.Variables?.["ALLOWED_ORIGINS"] ?? []);
    expect(origins).toHaveLength(2);
    for (const value of origins) {
      expect(JSON.stringify(value)).toMatch(/https:\/\/vintner\.example\.com,https:\/\/.*DashboardDistribution/);
    }
  });

  test("bind every role to the boundary, those of the CDK's helpers too", () => {
    const roles = resourcesOf(templates.app, "AWS::IAM::Role");
    expect(roles.length).toBeGreaterThan(20);
    for (const [id, { PermissionsBoundary }] of roles) {
      expect([id, JSON.stringify(PermissionsBoundary)]).toEqual([
        id,
        expect.stringContaining("policy/developer-boundary"),
      ]);
    }
  });

  test("keep every log as long as asked, those of Tendrils too", () => {
    const groups = resourcesOf(templates.app, "AWS::Logs::LogGroup");
    expect(new Set(groups.map(([, { RetentionInDays }]) => RetentionInDays))).toEqual(new Set([90]));
    const [workerApi] = resourcesOf(templates.app, "AWS::Lambda::Function").filter(([id]) =>
      id.startsWith("WorkerApi"),
    );
    expect(workerApi?.[1]["Environment"]).toMatchObject({ Variables: { LOG_RETENTION_DAYS: "90" } });
    const [accessLogs] = resourcesOf(templates.data, "AWS::S3::Bucket").filter(([id]) => id.startsWith("AccessLogs"));
    expect(JSON.stringify(accessLogs)).toContain('"ExpirationInDays":90');
  });

  test("invite the first admin, and never take that person away again", () => {
    const people = Object.values(templates.data.Resources).filter(({ Type }) =>
      Type.startsWith("AWS::Cognito::UserPoolUser"),
    );
    expect(people.map(({ Type, DeletionPolicy }) => `${Type}: ${DeletionPolicy}`).toSorted()).toEqual([
      "AWS::Cognito::UserPoolUser: Retain",
      "AWS::Cognito::UserPoolUserToGroupAttachment: Retain",
    ]);
    expect(JSON.stringify(people)).toContain('"Username":"jane@example.com"');
  });

  test("send the alarms to the address", () => {
    const [subscription] = resourcesOf(templates.app, "AWS::SNS::Subscription");
    expect(subscription?.[1]).toMatchObject({ Protocol: "email", Endpoint: "on-call@example.com" });
  });
});
