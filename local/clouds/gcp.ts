import { createAccessTokens } from "./access-tokens.ts";
import { createCloudFaults, type CloudFaults } from "./cloud-faults.ts";
import { bearerOf, type CloudAnswer, type CloudRequest } from "./cloud-request.ts";
import { startCloudServer } from "./cloud-server.ts";
import { exchangeToken, rejectedByCondition, type Holder } from "./gcp/exchange-token.ts";
import { generateAccessToken, notPermitted } from "./gcp/generate-access-token.ts";
import { reasonError, statusError, unauthenticated } from "./gcp/google-error.ts";
import { listAnswer } from "./gcp/lists.ts";
import { seededProject } from "./gcp/seed.ts";

export interface FakeCloudOptions {
  /** The issuer of web identity tokens that the seeded account trusts. */
  readonly issuer: () => string;
  /** The subject that it trusts: ARN of a role. */
  readonly subject: () => string;
  readonly now?: () => Date;
}

export interface FakeCloud {
  readonly url: string;
  readonly faults: CloudFaults["faults"];
  stop(): Promise<void>;
}

/** Google's hosts that it answers for. */
export const googleHosts = [
  "sts.googleapis.com",
  "iamcredentials.googleapis.com",
  "compute.googleapis.com",
  "dns.googleapis.com",
] as const;

/** GCP at the wire, as far as an identity is tested and read: one project, connected to this machine's AWS account. */
export async function startGcp({ issuer, subject, now = () => new Date() }: FakeCloudOptions): Promise<FakeCloud> {
  const tokens = createAccessTokens<Holder>(now, "ya29.");
  const faults = createCloudFaults("gcp", { denied, throttled });

  async function handle(request: CloudRequest): Promise<CloudAnswer> {
    const { method, path } = request;
    if (method === "POST" && path === "/v1/token") return exchangeToken({ issuer, subject, now, tokens }, request);
    const impersonated = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(path);
    if (method === "POST" && impersonated) {
      return generateAccessToken({ subject, tokens }, request, impersonated[1] ?? "");
    }
    if (tokens.holderOf(bearerOf(request))?.kind !== "service account") return unauthenticated();
    return listAnswer(request, faults) ?? statusError(404, "NOT_FOUND", "Requested entity was not found.");
  }

  const server = await startCloudServer(handle, faults);
  return { url: server.url, faults: faults.faults, stop: () => server.stop() };
}

function denied({ path }: CloudRequest): CloudAnswer {
  if (path === "/v1/token") return rejectedByCondition();
  if (path.endsWith(":generateAccessToken")) return notPermitted();
  const { project_id } = seededProject;
  if (path.startsWith("/dns/")) {
    return reasonError(403, "forbidden", `Required 'dns.managedZones.list' permission for 'projects/${project_id}'`);
  }
  const [, list] = /(networks|subnetworks)$/.exec(path.split("/").at(-1) ?? "") ?? [];
  const permission = list === undefined ? "compute.projects.get" : `compute.${list}.list`;
  return reasonError(403, "forbidden", `Required '${permission}' permission for 'projects/${project_id}'`);
}

function throttled(request: CloudRequest): CloudAnswer {
  const message = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of the service.";
  const { path } = request;
  const isOld = path.startsWith("/compute/") || path.startsWith("/dns/");
  const answer = isOld
    ? reasonError(429, "rateLimitExceeded", message, "usageLimits")
    : statusError(429, "RESOURCE_EXHAUSTED", message, "RATE_LIMIT_EXCEEDED");
  return { ...answer, headers: { "retry-after": "1" } };
}
