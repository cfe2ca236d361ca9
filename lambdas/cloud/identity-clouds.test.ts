import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { STSClient } from "@aws-sdk/client-sts";
import { awsError } from "../../local/cloud/aws-error.ts";
import { startTestCloud, type TestCloud } from "../../local/cloud/test-cloud.ts";
import { seededSubscription } from "../../local/clouds/azure/seed.ts";
import { startAzure } from "../../local/clouds/azure.ts";
import { seededProject } from "../../local/clouds/gcp/seed.ts";
import { startGcp, type FakeCloud } from "../../local/clouds/gcp.ts";
import { startTestIssuer, subject } from "../../local/clouds/test-issuer.ts";
import { createFaults } from "../../local/faults/faults.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { ResourceKind } from "../contract/resources.ts";
import type { AwsIdentityRow, AzureIdentityRow, GcpIdentityRow } from "../domain/cloud-identity-row.ts";
import { assumeRole } from "./assume-role.ts";
import { awsDiscovery } from "./aws/discovery.ts";
import { awsIdentity } from "./aws/identity.ts";
import { trustPolicy } from "./aws/trust-policy.ts";
import { azureDiscovery } from "./azure/discovery.ts";
import { azureIdentity } from "./azure/identity.ts";
import { gcpDiscovery } from "./gcp/discovery.ts";
import { gcpIdentity } from "./gcp/identity.ts";
import type { Discovery, IdentityCloud } from "./identity-cloud.ts";
import { listResources } from "./list-resources.ts";

const jobId = randomUUID();
const externalId = "vintner-external";
const roleArn = "arn:aws:iam::123456789012:role/Reader";
const common = { id: randomUUID(), name: "x", created_at: "", is_verified: false, verified_at: null } as const;
const newSignal = () => AbortSignal.timeout(30_000);

/** One cloud as the suite sees it, whatever its identities and sessions are. */
interface Subject {
  assume(say?: (line: string) => Promise<void>): Promise<unknown>;
  verify(): Promise<Readonly<Record<string, string>>>;
  readonly kinds: readonly ResourceKind[];
  list(kind: ResourceKind, signal?: AbortSignal): ReturnType<typeof listResources>;
}

function subjectOf<Identity, Session>(
  identity: Identity,
  cloud: IdentityCloud<Identity, Session>,
  discovery: Discovery<Session>,
): Subject {
  const assume = (say: (line: string) => Promise<void> = async () => {}) =>
    cloud.assume(identity, { jobId, say, signal: newSignal() });
  return {
    assume,
    verify: async () => cloud.verify(identity, await assume(), newSignal()),
    kinds: discovery.kinds,
    list: async (kind, signal = newSignal()) => listResources(discovery, kind, await assume(), signal),
  };
}

let aws: TestCloud;
let gcp: FakeCloud;
let azure: FakeCloud;
let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let clouds: Readonly<Record<"aws" | "gcp" | "azure", Subject>>;
const kept = { ...process.env };

beforeAll(async () => {
  [aws, issuer] = await Promise.all([startTestCloud(), startTestIssuer()]);
  const trusted = { issuer: issuer.issuer, subject: () => subject };
  [gcp, azure] = await Promise.all([startGcp(trusted), startAzure(trusted)]);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  await aws.createRole("Reader", trustPolicy("arn:aws:iam::123456789012:root", externalId));
  await aws.createRole("Open", openTrust);
  const platform = { issuer: issuer.issuer(), brokerRole: subject, webIdentityToken: issuer.token };
  const gcpUrls = { stsUrl: gcp.url, iamCredentialsUrl: gcp.url, computeUrl: gcp.url, dnsUrl: gcp.url };
  const quick = { longestDelayMillis: 5 };
  clouds = {
    aws: subjectOf(awsRow(roleArn), awsCloud(), awsDiscovery()),
    gcp: subjectOf(gcpRow, gcpIdentity({ ...platform, ...gcpUrls, ...quick }), gcpDiscovery({ ...gcpUrls, ...quick })),
    azure: subjectOf(
      azureRow,
      azureIdentity({ ...platform, entraUrl: azure.url, resourceManagerUrl: azure.url, ...quick }),
      azureDiscovery({ resourceManagerUrl: azure.url, ...quick }),
    ),
  };
}, 60_000);
afterEach(() => {
  aws.interceptWith(undefined);
  createFaults([...gcp.faults, ...azure.faults]).clear();
});
afterAll(async () => {
  process.env = kept;
  await Promise.all([aws.stop(), gcp.stop(), azure.stop(), issuer.stop()]);
});

const openTrust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ],
};
const gcpRow: GcpIdentityRow = { ...common, provider: "gcp", credentials: seededProject };
const azureRow: AzureIdentityRow = { ...common, provider: "azure", credentials: seededSubscription };
const awsRow = (role_arn: string): AwsIdentityRow => ({
  ...common,
  provider: "aws",
  credentials: { role_arn, external_id: externalId },
});

function awsCloud(newExternalId: () => string = () => `vintner-${randomUUID()}`) {
  const sts = new STSClient({ maxAttempts: 2 });
  return awsIdentity({ assumeRole: assumeRole(sts), brokerRole: subject, newExternalId });
}

/** Makes a cloud fail: for AWS at the front door, for the fakes by their own faults. */
async function fail(
  cloud: keyof typeof clouds,
  how: "denied" | "throttled",
  path: string,
  count = 10_000,
): Promise<void> {
  if (cloud !== "aws") {
    await createFaults([...gcp.faults, ...azure.faults]).set({ part: cloud, fault: how, path, count });
    return;
  }
  let left = count;
  aws.interceptWith((request) => {
    if (!`${request.service}:${request.action}`.includes(path) || left-- <= 0) return undefined;
    const denied = how === "denied";
    return awsError(request, denied ? "UnauthorizedOperation" : "Throttling", `${how} on purpose`, denied ? 403 : 400);
  });
}

const listPath = {
  aws: ["DescribeSubnets", "subnets"],
  gcp: ["subnetworks", "subnets"],
  azure: ["dnszones", "dns_zones"],
} as const;
const dnsPath = {
  aws: ["hostedzone", "hosted_zones"],
  gcp: ["managedZones", "managed_zones"],
  azure: listPath.azure,
} as const;

describe.each(["aws", "gcp", "azure"] as const)("an identity of %s", (name) => {
  test("is taken for a job, and tells what it does", async () => {
    const said: string[] = [];
    const session = await clouds[name].assume(async (line) => void said.push(line));
    expect(session).toMatchObject({ provider: name });
    expect(said.length).toBeGreaterThan(1);
    expect(said.join()).not.toContain(JSON.stringify(session));
  });

  test("is proven by the cloud itself", async () => {
    const proven = await clouds[name].verify();
    expect(Object.values(proven).every((value) => value !== "")).toBe(true);
    expect(proven).toMatchObject(
      { aws: { account: "123456789012" }, gcp: { project_id: seededProject.project_id }, azure: seededSubscription }[
        name
      ],
    );
  });

  test("lists every kind that the contract has for its cloud", async () => {
    for (const kind of clouds[name].kinds) {
      const list = await clouds[name].list(kind);
      expect({ kind, ...list, items: [] }).toEqual({ kind, items: [], truncated: false, error: null });
      for (const item of list.items) expect(item).toMatchObject({ id: expect.any(String), name: expect.any(String) });
    }
  }, 30_000);

  test("tells which list is denied, what the cloud said and what to change", async () => {
    for (const [path, kind] of [listPath[name], dnsPath[name]]) {
      await fail(name, "denied", path);
      const { error } = await clouds[name].list(kind);
      expect(error).toMatch(/^Listing .* failed: /);
      expect(error).toMatch(/Let the (service account|application)|Allow the role/);
    }
  }, 30_000);

  test("waits out throttling", async () => {
    for (const [path, kind] of [listPath[name], dnsPath[name]]) {
      await fail(name, "throttled", path, 2);
      expect(await clouds[name].list(kind)).toMatchObject({ error: null });
    }
  }, 30_000);

  test("ends with what it has when its time is over", async () => {
    const [, kind] = listPath[name];
    const list = await clouds[name].list(kind, AbortSignal.abort());
    expect(list).toEqual({ items: [], truncated: true, error: expect.stringContaining("not done within its time") });
  });
});

describe("an AWS role", () => {
  const assume = (role: string, newExternalId?: () => string) =>
    awsCloud(newExternalId).assume(awsRow(role), { jobId, say: async () => {}, signal: newSignal() });

  test("that does not ask for the external id is not used, and the trust policy to copy is told", async () => {
    await expect(assume("arn:aws:iam::123456789012:role/Open")).rejects.toMatchObject({
      code: "EXTERNAL_ID_NOT_REQUIRED" satisfies ErrorCode,
      message: expect.stringContaining(JSON.stringify(trustPolicy(subject, externalId))),
    });
  });

  test("that takes any external id is not used", async () => {
    const trust = trustPolicy("arn:aws:iam::123456789012:root", "vintner-*");
    const [first, second] = trust.Statement;
    const loose = { ...first, Condition: { StringLike: { "sts:ExternalId": "vintner-*" } } };
    await aws.createRole("Loose", { ...trust, Statement: [loose, second] });
    await expect(assume("arn:aws:iam::123456789012:role/Loose")).rejects.toMatchObject({
      code: "EXTERNAL_ID_NOT_REQUIRED",
      message: expect.stringContaining("with a wrong external id succeeded"),
    });
  });

  test("that lets Vintner not in is a diagnosis: what was tried, what AWS said, what to change", async () => {
    await expect(assume("arn:aws:iam::123456789012:role/None")).rejects.toMatchObject({
      code: "ROLE_NOT_ASSUMABLE",
      message: expect.stringMatching(/^Assuming .* was refused\.\sAWS said: AccessDenied: .*trust policy: \{/s),
    });
  });

  test("is not called refused when AWS is merely busy", async () => {
    await fail("aws", "throttled", "AssumeRole");
    await expect(assume(roleArn)).rejects.toMatchObject({ code: "CLOUD_UNAVAILABLE" });
  });
});

describe("a federated identity", () => {
  test.each<[keyof typeof clouds, string, ErrorCode, RegExp]>([
    ["gcp", "/v1/token", "TOKEN_NOT_ACCEPTED", /update-oidc vintner-aws .*--attribute-condition/],
    ["gcp", "generateAccessToken", "IMPERSONATION_DENIED", /add-iam-policy-binding .*workloadIdentityUser/],
    ["azure", "oauth2", "TOKEN_NOT_ACCEPTED", /AADSTS70021.*federated-credential create --id/s],
  ])("of %s refused at %s is a diagnosis with %s", async (cloud, path, code, command) => {
    await fail(cloud, "denied", path);
    await expect(clouds[cloud].assume()).rejects.toMatchObject({ code, message: expect.stringMatching(command) });
  });

  test.each<[keyof typeof clouds, string, RegExp]>([
    ["gcp", "compute", /gcloud projects add-iam-policy-binding/],
    ["azure", "subscriptions", /az role assignment create/],
  ])("of %s that cannot see what it is for says so", async (cloud, path, command) => {
    await fail(cloud, "denied", path);
    await expect(clouds[cloud].verify()).rejects.toMatchObject({
      code: "IDENTITY_MISMATCH",
      message: expect.stringMatching(command),
    });
  });

  test.each(["gcp", "azure"] as const)("of %s is not called refused for a malformed answer", async (cloud) => {
    await createFaults([...gcp.faults, ...azure.faults]).set({ part: cloud, fault: "malformed", count: 100 });
    await expect(clouds[cloud].assume()).rejects.toMatchObject({
      code: "CLOUD_UNAVAILABLE",
      message: expect.stringContaining("malformed"),
    });
  });

  test.each(["gcp", "azure"] as const)(
    "of %s lists every page to the end",
    async (cloud) => {
      await createFaults([...gcp.faults, ...azure.faults]).set({ part: cloud, fault: "many-pages", count: 1200 });
      for (const kind of clouds[cloud].kinds) {
        const { items, truncated, error } = await clouds[cloud].list(kind);
        expect({ truncated, error }).toEqual({ truncated: false, error: null });
        expect(items.length).toBeGreaterThanOrEqual(1200);
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      }
    },
    30_000,
  );

  test.each(["gcp", "azure"] as const)(
    "of %s tells a malformed list, and keeps the others",
    async (cloud) => {
      const [path, kind] = listPath[cloud];
      await createFaults([...gcp.faults, ...azure.faults]).set({ part: cloud, fault: "malformed", path, count: 100 });
      expect((await clouds[cloud].list(kind)).error).toMatch(/^Listing /);
      const [other = kind] = clouds[cloud].kinds.filter((one) => !["subnets", "dns_zones", "vnets"].includes(one));
      if (other !== kind) expect(await clouds[cloud].list(other)).toMatchObject({ error: null });
    },
    30_000,
  );
});

test("a malformed list of Cloud DNS is not taken for an empty one", async () => {
  await createFaults(gcp.faults).set({ part: "gcp", fault: "malformed", path: "managedZones", count: 100 });
  expect((await clouds.gcp.list("managed_zones")).error).toMatch(/^Listing /);
});

describe("an AWS account", () => {
  test("keeps what the other regions hold when one refuses", async () => {
    const all = await clouds.aws.list("vpcs");
    aws.interceptWith((request) =>
      request.action === "DescribeVpcs" && request.region === "eu-west-1"
        ? awsError(request, "UnauthorizedOperation", "an SCP says no", 403)
        : undefined,
    );
    const { items, error } = await clouds.aws.list("vpcs");
    expect(error).toContain("eu-west-1: UnauthorizedOperation: an SCP says no");
    expect(items).toEqual(all.items.filter(({ region }) => region !== "eu-west-1"));
    expect(items.length).toBeGreaterThan(5);
  });
});
