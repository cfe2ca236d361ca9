import { GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import type { GetWebIdentityTokenCommandInput } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { startTestCloud } from "./test-cloud.ts";
import type { TestCloud } from "./test-cloud.ts";

let cloud: TestCloud;
const roleArn = "arn:aws:iam::123456789012:role/Broker";
beforeAll(async () => {
  cloud = await startTestCloud();
  await cloud.createRole("Broker", { Statement: [] });
}, 60_000);
afterAll(() => cloud.stop());

function asBroker() {
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.sessions.issue({ roleArn, sessionName: "fn" });
  return new STSClient({
    ...cloud.client("eu-central-1"),
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
}

const ask = (more: Partial<GetWebIdentityTokenCommandInput> = {}) =>
  asBroker().send(new GetWebIdentityTokenCommand({ Audience: ["api://x"], SigningAlgorithm: "RS256", ...more }));

const iam = (action: string, parameters: Record<string, string>) =>
  cloud.moto.query("iam", action, { RoleName: "Broker", ...parameters }, "us-east-1");

async function allow(Condition: object): Promise<void> {
  const statement = { Effect: "Allow", Action: "sts:GetWebIdentityToken", Resource: "*", Condition };
  await iam("PutRolePolicy", {
    PolicyName: "token",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
}

describe("a web identity token", () => {
  test("is refused without a policy that allows it", async () => {
    await expect(ask()).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("names the role and is verified by the keys that its issuer publishes", async () => {
    await allow({
      NumericLessThanEquals: { "sts:DurationSeconds": "600" },
      StringEquals: { "sts:SigningAlgorithm": "RS256" },
    });
    const { WebIdentityToken = "", Expiration } = await ask({
      DurationSeconds: 600,
      Tags: [{ Key: "job", Value: "1" }],
    });
    const issuer = cloud.webIdentity.issuer();
    const configuration = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
      issuer: string;
      jwks_uri: string;
    };
    expect(configuration.issuer).toBe(issuer);
    const keys = createRemoteJWKSet(new URL(configuration.jwks_uri));
    const { payload } = await jwtVerify(WebIdentityToken, keys, { issuer, audience: "api://x", algorithms: ["RS256"] });
    expect(payload).toMatchObject({
      aud: "api://x",
      sub: roleArn,
      "https://sts.amazonaws.com/": {
        aws_account: "123456789012",
        source_region: "eu-central-1",
        principal_id: roleArn,
        request_tags: { job: "1" },
      },
    });
    expect(payload.exp).toBe((payload.iat ?? 0) + 600);
    expect(Math.floor((Expiration?.getTime() ?? 0) / 1000)).toBe(payload.exp);
  });

  test.each<[string, Partial<GetWebIdentityTokenCommandInput>, string]>([
    ["without an audience", { Audience: [] }, "ValidationError"],
    ["for an empty audience", { Audience: [""] }, "ValidationError"],
    ["for eleven audiences", { Audience: Array.from({ length: 11 }, (_, index) => `a${index}`) }, "ValidationError"],
    ["with another algorithm", { SigningAlgorithm: "HS256" }, "ValidationError"],
    ["for half a minute", { DurationSeconds: 30 }, "ValidationError"],
    ["for longer than the policy allows", { DurationSeconds: 601 }, "AccessDenied"],
  ])("is refused %s", async (_, more, name) => {
    await expect(ask(more)).rejects.toMatchObject({ name });
  });

  test("needs the account's federation to be enabled, which a second time is already on", async () => {
    const call = (action: string) =>
      fetch(cloud.url, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization:
            "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
        },
        body: `Action=${action}&Version=2010-05-08`,
      });
    expect((await call("DisableOutboundWebIdentityFederation")).status).toBe(200);
    await expect(ask()).rejects.toMatchObject({ name: "OutboundWebIdentityFederationDisabledException" });
    expect(await (await call("EnableOutboundWebIdentityFederation")).text()).toContain(cloud.webIdentity.issuer());
    expect((await call("EnableOutboundWebIdentityFederation")).status).toBe(409);
    expect(await (await call("GetOutboundWebIdentityFederationInfo")).text()).toContain("<JwtVendingEnabled>true<");
    await expect(ask()).resolves.toBeDefined();
  });
});
