import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { operationsEvents } from "../../lambdas/contract/operations-events.ts";
import { repositoryPath } from "../../lib/paths.ts";
import { sharedTemplates } from "./shared-templates.ts";
import { resourcesOf } from "./template.ts";

const { data, app } = sharedTemplates();
const runbook = readFileSync(repositoryPath("docs/operations.md"), "utf8");
/** As GitHub makes them of headings. */
const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s/g, "-"),
);
const alarms = resourcesOf(app, "AWS::CloudWatch::Alarm").map(([, properties]) => properties);
const [topicId] = resourcesOf(app, "AWS::SNS::Topic")[0] ?? [];

describe.each(alarms.map((alarm) => [String(alarm["AlarmName"]), alarm] as const))("the alarm %s", (name, alarm) => {
  test("has a section in the runbook", () => {
    const [, section = ""] = /docs\/operations\.md#([\w-]+)$/.exec(String(alarm["AlarmDescription"])) ?? [];
    expect(anchors).toContain(section);
    expect(runbook).toContain(`\`${name}\``);
  });

  test("goes to the topic, when it rings and when it is over", () => {
    expect(alarm).toMatchObject({ AlarmActions: [{ Ref: topicId }], OKActions: [{ Ref: topicId }] });
  });
});

describe("operations", () => {
  test("ring for every line that CloudWatch counts", () => {
    const words = resourcesOf(app, "AWS::Logs::MetricFilter").map(([, { FilterPattern }]) => String(FilterPattern));
    for (const word of Object.values(operationsEvents)) expect(words).toContain(`"${word}"`);
    const watched = JSON.stringify(alarms);
    for (const [, { MetricTransformations }] of resourcesOf(app, "AWS::Logs::MetricFilter")) {
      const [transformation] = MetricTransformations as { MetricName: string }[];
      expect(watched).toContain(`"MetricName":"${transformation?.MetricName}"`);
    }
  });

  test("use a topic to which only this account's alarms publish, and only over TLS", () => {
    const policy = JSON.stringify(resourcesOf(app, "AWS::SNS::TopicPolicy"));
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('"cloudwatch.amazonaws.com"');
    expect(policy).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
  });

  test("are told where everything is, with a sentence each", () => {
    const told = [data, app].flatMap(({ Outputs = {} }) => Object.entries(Outputs).filter(([, { Export }]) => !Export));
    expect(told.map(([name]) => name).toSorted()).toEqual([
      "AlarmTopic",
      "ApiUrl",
      "CloudFrontName",
      "OperationsDashboard",
      "StateBucket",
      "Url",
      "UserPoolId",
      "WebSocketUrl",
    ]);
    for (const [, { Description }] of told) expect(Description).toMatch(/\w+ \w+/);
  });
});
