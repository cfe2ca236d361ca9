import { DnsManagementClient } from "@azure/arm-dns";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createFaults } from "../faults/faults.ts";
import { startAzure } from "./azure.ts";
import { seededSubscription } from "./azure/seed.ts";
import type { FakeCloud } from "./gcp.ts";
import { startTestIssuer, subject } from "./test-issuer.ts";

const { tenant_id, client_id, subscription_id } = seededSubscription;
const audience = "api://AzureADTokenExchange";
const networks = "providers/Microsoft.Network/virtualNetworks?api-version=2024-05-01";

let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let azure: FakeCloud;
beforeAll(async () => {
  issuer = await startTestIssuer();
  azure = await startAzure({ issuer: issuer.issuer, subject: () => subject });
});
afterAll(async () => {
  await azure.stop();
  await issuer.stop();
});
afterEach(() => createFaults(azure.faults).clear());

const fault = (name: string, more: object = {}) =>
  createFaults(azure.faults).set({ part: "azure", fault: name, ...more });

async function signIn(client_assertion: string, more: Record<string, string> = {}, tenant: string = tenant_id) {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion,
    scope: "https://management.azure.com/.default",
    ...more,
  });
  const response = await fetch(`${azure.url}/${tenant}/oauth2/v2.0/token`, { method: "POST", body: form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const accessToken = async () => String((await signIn(await issuer.token(audience))).body["access_token"]);

interface Page {
  readonly value: readonly { readonly name: string; readonly properties: object }[];
  readonly nextLink?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

async function get(path: string, token?: string) {
  const url = path.startsWith("http") ? path : `${azure.url}/subscriptions/${subscription_id}${path}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${token ?? (await accessToken())}` } });
  return { status: response.status, body: (await response.json()) as Page, headers: response.headers };
}

describe("Entra's token endpoint", () => {
  test("takes our token as the application's assertion", async () => {
    expect(await get("?api-version=2022-12-01")).toMatchObject({
      status: 200,
      body: { subscriptionId: subscription_id, state: "Enabled", tenantId: tenant_id },
    });
  });

  test.each<[string, () => Promise<string>, number]>([
    ["of another audience", () => issuer.token("api://other"), 700212],
    ["of another subject", () => issuer.token(audience, { subject: "arn:aws:iam::1:role/X" }), 700213],
    ["that has expired", () => issuer.token(audience, {}, new Date(Date.now() - 3_600_000)), 700024],
    ["with another signature", async () => `${(await issuer.token(audience)).slice(0, -8)}AAAAAAAA`, 50013],
    ["that is none", async () => "none", 50027],
  ])("refuses a token %s", async (_, token, number) => {
    expect(await signIn(await token())).toMatchObject({
      status: 401,
      body: {
        error: "invalid_client",
        error_codes: [number],
        error_description: expect.stringContaining(`AADSTS${number}: `),
      },
    });
  });

  test.each<[string, Record<string, string>, string | undefined, number]>([
    ["tenant", {}, "4a2d6c1e-0000-4000-8000-000000000000", 90002],
    ["application", { client_id: "4a2d6c1e-0000-4000-8000-000000000000" }, undefined, 700016],
    ["scope", { scope: "https://graph.microsoft.com/User.Read" }, undefined, 1002012],
    ["grant", { grant_type: "password" }, undefined, 900144],
  ])("refuses another %s", async (_, more, tenant, number) => {
    const refused = await signIn(await issuer.token(audience), more, tenant);
    expect(refused).toMatchObject({ status: 400, body: { error_codes: [number] } });
  });
});

describe("the subscription", () => {
  test("lists virtual networks with their subnets", async () => {
    const { body } = await get(`/${networks}`);
    expect(body.value).toMatchObject([
      { name: "hub", properties: { addressSpace: { addressPrefixes: ["10.40.0.0/16"] }, subnets: [{}, {}] } },
      { name: "apps", location: "northeurope" },
    ]);
  });

  test("gives a long list page by page, by links", async () => {
    await fault("many-pages", { count: 100 });
    const token = await accessToken();
    let found = 0;
    let next: string | undefined = `/${networks}`;
    while (next !== undefined) {
      const { body }: { body: Page } = await get(next, token);
      found += body.value.length;
      next = body.nextLink;
    }
    expect(found).toBe(102);
  });

  test.each([
    [
      "another subscription",
      () => `${azure.url}/subscriptions/4a2d6c1e-0000-4000-8000-000000000000?api-version=1`,
      404,
      "SubscriptionNotFound",
    ],
    ["a request without a version", () => "", 400, "MissingApiVersionParameter"],
    ["an unknown list", () => "/providers/Microsoft.Nothing/things?api-version=1", 404, "InvalidResourceType"],
  ])("refuses %s", async (_, path, status, code) => {
    expect(await get(path())).toMatchObject({ status, body: { error: { code } } });
  });

  test("asks for a token that it gave", async () => {
    expect(await get("?api-version=1", "none")).toMatchObject({
      status: 401,
      body: { error: { code: "InvalidAuthenticationToken" } },
    });
  });

  test("answers Azure's own client of DNS, through all pages", async () => {
    const token = await accessToken();
    const client = new DnsManagementClient({ getToken: async () => null }, subscription_id, {
      endpoint: azure.url,
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
    });
    client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
    client.pipeline.addPolicy({
      name: "bearerTokenAuthenticationPolicy",
      sendRequest(request, next) {
        request.headers.set("authorization", `Bearer ${token}`);
        return next(request);
      },
    });
    const names = async () => {
      const found: unknown[] = [];
      for await (const zone of client.zones.list()) found.push(zone.name);
      return found;
    };
    expect(await names()).toEqual(["azure.example.org", "example.net"]);
    await fault("many-pages", { count: 60 });
    expect(await names()).toHaveLength(62);
    await fault("denied", { path: "dnszones" });
    await expect(names()).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailed" });
  });
});

describe("faults of Azure", () => {
  test("denied names the action, and at Entra the federated credential", async () => {
    await fault("denied", { path: "virtualNetworks" });
    expect((await get(`/${networks}`)).body.error?.message).toContain("'Microsoft.Network/virtualNetworks/read'");
    await fault("denied", { path: "oauth2" });
    expect(await signIn(await issuer.token(audience))).toMatchObject({ status: 401, body: { error_codes: [70021] } });
  });

  test("throttled answers 429 with the seconds to wait", async () => {
    const token = await accessToken();
    await fault("throttled", { path: "virtualNetworks" });
    const throttled = await get(`/${networks}`, token);
    expect(throttled).toMatchObject({ status: 429, body: { error: { code: "SubscriptionRequestsThrottled" } } });
    expect(throttled.headers.get("retry-after")).toBe("1");
    expect((await get(`/${networks}`, token)).status).toBe(200);
  });
});
