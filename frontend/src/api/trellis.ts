import type { OpenApiDocument } from "../../../lambdas/contract/api/open-api.ts";
import type {
  CloudIdentity,
  CreateCloudIdentity,
  PatchCloudIdentity,
  Setup,
} from "../../../lambdas/contract/cloud-identity.ts";
import type { CreateJobRequest } from "../../../lambdas/contract/create-job.ts";
import type { Job, JobStatus } from "../../../lambdas/contract/job.ts";
import type { LogPage } from "../../../lambdas/contract/log.ts";
import type { PublicConfig } from "../../../lambdas/contract/public-config.ts";
import type { RegisterSelfHosted, Tendril } from "../../../lambdas/contract/tendril.ts";
import type { ArchiveUpload, Vine, VineInput, Vineyard } from "../../../lambdas/contract/vine.ts";
import { request, requestNothing, requestText } from "./request.ts";

export interface List<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

export interface JobFilter {
  readonly status: string;
  readonly type: string;
  readonly q: string;
  /** Jobs that run on this Tendril, and those about it. */
  readonly tendril_id: string;
  /** Jobs about this vine. */
  readonly vine_id: string;
}

export const everyJob: JobFilter = { status: "", type: "", q: "", tendril_id: "", vine_id: "" };

/** The token is answered this once, and to repeats. */
export interface RegisteredTendril {
  readonly id: string;
  readonly token: string;
}

/** Every route of Trellis that the dashboard uses, as one function each. */
export const trellis = {
  description: () => request<OpenApiDocument>("/api/openapi.json"),
  config: () => request<PublicConfig>("/config.json"),
  jobs: (filter: JobFilter, cursor: string | undefined, signal?: AbortSignal) =>
    request<List<Job>>(withQuery("/api/jobs", { ...filter, cursor }), withSignal(signal)),
  job: (id: string, signal?: AbortSignal) => request<Job>(jobPath(id), withSignal(signal)),
  jobStatus: (id: string) => request<{ status: JobStatus; error_message: string | null }>(`${jobPath(id)}/status`),
  /** The first page is small: of a long log too, something is seen at once. */
  logPage: (id: string, after: string | undefined) =>
    request<LogPage>(withQuery(`${jobPath(id)}/logs`, { after, limit: after === undefined ? "25" : "1000" })),
  logText: (id: string) => requestText(`${jobPath(id)}/log.txt`),
  createJob: (body: CreateJobRequest, idempotencyKey: string) =>
    request<Job>("/api/jobs", { method: "POST", body, idempotencyKey }),
  cancel: (id: string, force: boolean) =>
    request<Job>(`${jobPath(id)}/cancel`, { method: "POST", body: force ? { force } : {} }),
  rerun: (id: string, idempotencyKey: string) =>
    request<Job>(`${jobPath(id)}/rerun`, { method: "POST", body: {}, idempotencyKey }),
  recover: (id: string, reason: string) => request<Job>(`${jobPath(id)}/recover`, { method: "POST", body: { reason } }),
  tendrils: (signal?: AbortSignal) => request<List<Tendril>>("/api/tendrils?limit=100", withSignal(signal)),
  tendril: (id: string, signal?: AbortSignal) => request<Tendril>(tendrilPath(id), withSignal(signal)),
  registerTendril: (body: RegisterSelfHosted, idempotencyKey: string) =>
    request<RegisteredTendril>("/api/tendrils/register", { method: "POST", body, idempotencyKey }),
  cloudIdentities: (signal?: AbortSignal) =>
    request<List<CloudIdentity>>("/api/cloud-identities?limit=100", withSignal(signal)),
  cloudIdentity: (id: string, signal?: AbortSignal) => request<CloudIdentity>(identityPath(id), withSignal(signal)),
  setup: (id: string, signal?: AbortSignal) => request<Setup>(`${identityPath(id)}/setup`, withSignal(signal)),
  createCloudIdentity: (body: CreateCloudIdentity, idempotencyKey: string) =>
    request<CloudIdentity>("/api/cloud-identities", { method: "POST", body, idempotencyKey }),
  changeCloudIdentity: (id: string, body: PatchCloudIdentity) =>
    request<CloudIdentity>(identityPath(id), { method: "PATCH", body }),
  deleteCloudIdentity: (id: string) => requestNothing(identityPath(id), { method: "DELETE" }),
  vineyards: (signal?: AbortSignal) => request<List<Vineyard>>("/api/vineyards?limit=100", withSignal(signal)),
  createVineyard: (name: string, idempotencyKey: string) =>
    request<Vineyard>("/api/vineyards", { method: "POST", body: { name }, idempotencyKey }),
  vines: (cursor: string | undefined, signal?: AbortSignal) =>
    request<List<Vine>>(withQuery("/api/vines", { limit: "100", cursor }), withSignal(signal)),
  vine: (id: string, signal?: AbortSignal) => request<Vine>(vinePath(id), withSignal(signal)),
  createVine: (body: VineInput, idempotencyKey: string) =>
    request<Vine>("/api/vines", { method: "POST", body, idempotencyKey }),
  changeVine: (id: string, body: VineInput) => request<Vine>(vinePath(id), { method: "PUT", body }),
  deleteVine: (id: string) => requestNothing(vinePath(id), { method: "DELETE" }),
  createArchive: (sha256: string, size: number) =>
    request<ArchiveUpload>("/api/archives", { method: "POST", body: { sha256, size } }),
  /** Only where `auth.mode` is `local`: applies the set-up template in the seeded account. */
  localRole: (id: string) =>
    request<{ role_arn: string }>(`/local/cloud-identities/${encodeURIComponent(id)}/role`, {
      method: "POST",
      body: {},
    }),
  realtimeTicket: () =>
    request<{ ticket: string; expires_at: string }>("/api/realtime/tickets", { method: "POST", body: {} }),
};

function identityPath(id: string): string {
  return `/api/cloud-identities/${encodeURIComponent(id)}`;
}

function vinePath(id: string): string {
  return `/api/vines/${encodeURIComponent(id)}`;
}

function tendrilPath(id: string): string {
  return `/api/tendrils/${encodeURIComponent(id)}`;
}

function jobPath(id: string): string {
  return `/api/jobs/${encodeURIComponent(id)}`;
}

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function withQuery(path: string, values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
