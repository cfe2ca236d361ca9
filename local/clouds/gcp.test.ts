import { DNS } from "@google-cloud/dns";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { OAuth2Client } from "google-auth-library";
import { createFaults } from "../faults/faults.ts";
import { startGcp, type FakeCloud } from "./gcp.ts";
import { seededProject } from "./gcp/seed.ts";
import { startTestIssuer, subject } from "./test-issuer.ts";

const { project_id, project_number, pool_id, provider_id, service_account_email } = seededProject;
const provider = `//iam.googleapis.com/projects/${project_number}/locations/global/workloadIdentityPools/${pool_id}/providers/${provider_id}`;
const audience = `https:${provider}`;
const project = `/compute/v1/projects/${project_id}`;

let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let gcp: FakeCloud;
beforeAll(async () => {
  issuer = await startTestIssuer();
  gcp = await startGcp({ issuer: issuer.issuer, subject: () => subject });
});
afterAll(async () => {
  await gcp.stop();
  await issuer.stop();
});
afterEach(() => createFaults(gcp.faults).clear());

const fault = (name: string, more: object = {}) => createFaults(gcp.faults).set({ part: "gcp", fault: name, ...more });

async function exchange(subject_token: string, more: Record<string, string> = {}) {
  const form = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    scope: "https://www.googleapis.com/auth/cloud-platform",
    audience: provider,
    subject_token,
    ...more,
  });
  const response = await fetch(`${gcp.url}/v1/token`, { method: "POST", body: form });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

async function impersonate(token: string, email: string = service_account_email) {
  const response = await fetch(`${gcp.url}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ scope: ["https://www.googleapis.com/auth/compute.readonly"], lifetime: "3600s" }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function accessToken(): Promise<string> {
  const { body } = await exchange(await issuer.token(audience));
  const impersonated = await impersonate(body["access_token"] ?? "");
  return String(impersonated.body["accessToken"]);
}

async function get(path: string, token?: string) {
  const response = await fetch(`${gcp.url}${path}`, {
    headers: { authorization: `Bearer ${token ?? (await accessToken())}` },
  });
  return { status: response.status, body: (await response.json()) as Page, headers: response.headers };
}

interface Page {
  readonly items: Readonly<Record<string, { readonly subnetworks?: readonly unknown[] }>>;
  readonly nextPageToken?: string;
  readonly error?: { readonly message: string; readonly errors: readonly { readonly reason: string }[] };
}

describe("Google's token exchange", () => {
  test("gives a token for ours, with which the service account is impersonated", async () => {
    expect(await get(project)).toMatchObject({ status: 200, body: { name: project_id } });
  });

  test.each<[string, () => Promise<string>, Record<string, string>, string, RegExp]>([
    ["of another issuer", () => startOther(), {}, "invalid_grant", /The issuer in ID Token .* does not match/],
    [
      "for another audience",
      () => issuer.token("api://other"),
      {},
      "invalid_grant",
      /audience in ID Token \[api:\/\/other\]/,
    ],
    [
      "of another subject",
      () => issuer.token(audience, { subject: "arn:aws:iam::1:role/X" }),
      {},
      "unauthorized_client",
      /attribute condition/,
    ],
    [
      "that has expired",
      () => issuer.token(audience, {}, new Date(Date.now() - 3_600_000)),
      {},
      "invalid_grant",
      /stale/,
    ],
    [
      "with another signature",
      async () => `${(await issuer.token(audience)).slice(0, -8)}AAAAAAAA`,
      {},
      "invalid_grant",
      /signature/,
    ],
    ["that is none", async () => "none", {}, "invalid_grant", /signature/],
    [
      "at another provider",
      () => issuer.token(audience),
      { audience: `${provider}-x` },
      "invalid_target",
      /doesn't exist/,
    ],
    ["with another grant", () => issuer.token(audience), { grant_type: "x" }, "invalid_request", /grant_type/],
  ])("refuses a token %s", async (_, token, more, error, description) => {
    const refused = await exchange(await token(), more);
    expect(refused).toEqual({ status: 400, body: { error, error_description: expect.stringMatching(description) } });
  });

  test("lets our subject impersonate its own service account only", async () => {
    const { body } = await exchange(await issuer.token(audience));
    expect(await impersonate(body["access_token"] ?? "", "other@vintner-seeded.iam.gserviceaccount.com")).toMatchObject(
      {
        status: 403,
        body: { error: { status: "PERMISSION_DENIED", message: expect.stringContaining("getAccessToken") } },
      },
    );
    expect(await impersonate("ya29.none")).toMatchObject({
      status: 401,
      body: { error: { status: "UNAUTHENTICATED" } },
    });
  });
});

async function startOther(): Promise<string> {
  const other = await startTestIssuer();
  await other.stop();
  return other.token(audience);
}

describe("the project", () => {
  test("lists networks, and subnetworks by region", async () => {
    const { body } = await get(`${project}/global/networks`);
    expect(body.items).toMatchObject([{ name: "default" }, { name: "production" }]);
    const { body: aggregated } = await get(`${project}/aggregated/subnetworks`);
    expect(aggregated.items).toMatchObject({
      "regions/europe-west1": {
        subnetworks: [{ name: "default", ipCidrRange: "10.132.0.0/20" }, { name: "apps" }, { name: "data" }],
      },
      "regions/asia-east1": { warning: { code: "NO_RESULTS_ON_PAGE" } },
    });
  });

  test("gives a long list page by page, as often as somebody asks", async () => {
    await fault("many-pages", { count: 1200 });
    const token = await accessToken();
    let found = 0;
    let pages = 0;
    let next: string | undefined = "";
    while (next !== undefined) {
      const { body }: { body: Page } = await get(
        `${project}/aggregated/subnetworks?maxResults=500&pageToken=${next}`,
        token,
      );
      found += Object.values(body.items).reduce((sum, { subnetworks = [] }) => sum + subnetworks.length, 0);
      next = body.nextPageToken;
      pages++;
    }
    expect([found, pages]).toEqual([1204, 49]);
  });

  test("is none of others", async () => {
    expect(await get("/compute/v1/projects/somebody-elses/global/networks")).toMatchObject({
      status: 403,
      body: { error: { errors: [{ reason: "forbidden" }] } },
    });
    expect(await get(`${project}/global/networks`, "none")).toMatchObject({ status: 401 });
  });

  test("answers Google's own client of Cloud DNS, through all pages", async () => {
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: await accessToken() });
    const dns = new DNS({ projectId: project_id, authClient });
    dns.baseUrl = `${gcp.url}/dns/v1`;
    const [few] = await dns.getZones();
    expect(few.map((zone) => (zone.metadata as { dnsName: string }).dnsName)).toEqual([
      "gcp.example.org.",
      "internal.example.org.",
    ]);
    await fault("many-pages", { count: 60 });
    const [many] = await dns.getZones();
    expect(many).toHaveLength(62);
    await fault("denied", { path: "managedZones" });
    await expect(dns.getZones()).rejects.toMatchObject({ code: 403, message: /dns.managedZones.list/ });
  });
});

describe("faults of GCP", () => {
  test("denied speaks of the permission, for the path that it names", async () => {
    await fault("denied", { path: "subnetworks" });
    expect((await get(`${project}/aggregated/subnetworks`)).body.error?.message).toBe(
      `Required 'compute.subnetworks.list' permission for 'projects/${project_id}'`,
    );
    expect((await get(`${project}/global/networks`)).status).toBe(200);
  });

  test("throttled answers 429 as often as it says", async () => {
    const token = await accessToken();
    await fault("throttled", { path: "networks", count: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await get(`${project}/global/networks`, token)).status);
    expect(statuses).toEqual([429, 429, 200]);
  });

  test("malformed cuts the answer, slow holds it back", async () => {
    const token = await accessToken();
    await fault("malformed");
    await expect(get(project, token)).rejects.toThrow("JSON");
    await fault("slow", { seconds: 0.1 });
    expect((await get(project, token)).status).toBe(200);
  });

  test("a fault that does not fit is refused", async () => {
    expect(await fault("slow", { seconds: 0 })).toMatchObject({ status: 400 });
    expect(await fault("explode")).toMatchObject({ status: 400 });
  });
});
