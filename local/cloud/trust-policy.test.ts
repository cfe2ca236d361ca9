import { describe, expect, test } from "@jest/globals";
import type { PolicyDocument, PolicyStatement } from "./policy.ts";
import type { Principal } from "./sessions.ts";
import { evaluateTrustPolicy } from "./trust-policy.ts";
import type { AssumeRequest, TrustDecision } from "./trust-policy.ts";

const account = "123456789012";
const roleArn = `arn:aws:iam::${account}:role/Broker`;
const broker: Principal = {
  account,
  arn: `arn:aws:sts::${account}:assumed-role/Broker/fn`,
  userId: "AROA:fn",
  roleArn,
  sessionName: "fn",
  tags: {},
  policies: [],
};
const root: Principal = { account, arn: `arn:aws:iam::${account}:root`, userId: account, tags: {}, policies: [] };

const request = (more: Partial<AssumeRequest> = {}): AssumeRequest => ({
  principal: broker,
  sessionName: "job",
  tags: {},
  ...more,
});
const allow = (more: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { AWS: roleArn },
  ...more,
});
const trust = (...Statement: PolicyStatement[]): PolicyDocument => ({ Statement });
const withExternalId = allow({ Condition: { StringEquals: { "sts:ExternalId": "x1" } } });
const withTag = allow({
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: { StringLike: { "aws:RequestTag/job": "?*" } },
});

describe("evaluateTrustPolicy", () => {
  test.each<[string, PolicyDocument, AssumeRequest, TrustDecision]>([
    ["the role itself", trust(allow({})), request(), "allowed"],
    ["the session's ARN", trust(allow({ Principal: { AWS: [broker.arn] } })), request(), "allowed"],
    ["everybody", trust(allow({ Principal: "*" })), request(), "allowed"],
    ["another role", trust(allow({ Principal: { AWS: `${roleArn}2` } })), request(), "denied"],
    ["a service only", trust(allow({ Principal: { Service: "lambda.amazonaws.com" } })), request(), "denied"],
    ["the caller's account", trust(allow({ Principal: { AWS: root.arn } })), request(), "delegated"],
    ["the account by its id", trust(allow({ Principal: { AWS: account } })), request({ principal: root }), "delegated"],
    ["another account", trust(allow({ Principal: { AWS: "210987654321" } })), request(), "denied"],
    ["the right external id", trust(withExternalId), request({ externalId: "x1" }), "allowed"],
    ["a wrong external id", trust(withExternalId), request({ externalId: "x2" }), "denied"],
    ["no external id", trust(withExternalId), request(), "denied"],
    ["the tag that it asks for", trust(withTag), request({ tags: { job: "1" } }), "allowed"],
    ["no tag", trust(withTag), request(), "denied"],
    ["a tag without sts:TagSession", trust(allow({})), request({ tags: { job: "1" } }), "denied"],
    ["one that a Deny names", trust(allow({}), allow({ Effect: "Deny" })), request(), "denied"],
    [
      "a Deny whose condition does not hold",
      trust(allow({}), allow({ Effect: "Deny", Condition: { StringNotEquals: { "sts:RoleSessionName": "job" } } })),
      request(),
      "allowed",
    ],
    [
      "only tags that are on the list",
      trust(allow({ Action: "sts:*", Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["job"] } } })),
      request({ tags: { job: "1", other: "2" } }),
      "denied",
    ],
    [
      "the caller's ARN in a condition",
      trust(
        allow({ Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/Bro*` } } }),
      ),
      request(),
      "allowed",
    ],
    [
      "an absent key with IfExists",
      trust(allow({ Condition: { StringEqualsIfExists: { "sts:ExternalId": "x1" } } })),
      request(),
      "allowed",
    ],
    [
      "an absent key with Null",
      trust(allow({ Condition: { Null: { "sts:ExternalId": "false" } } })),
      request(),
      "denied",
    ],
  ])("%s", (_, document, asked, decision) => {
    expect(evaluateTrustPolicy(document, asked)).toBe(decision);
  });

  test("does not guess at an operator that it does not know", () => {
    const document = trust(allow({ Condition: { DateLessThan: { "sts:RoleSessionName": "3" } } }));
    expect(() => evaluateTrustPolicy(document, request())).toThrow("DateLessThan");
  });
});
