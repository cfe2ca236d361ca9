import type { CreateJobRequest } from "../../../lambdas/contract/create-job.ts";
import type { Job, JobStatus } from "../../../lambdas/contract/job.ts";
import type { LogPage } from "../../../lambdas/contract/log.ts";
import type { PublicConfig } from "../../../lambdas/contract/person.ts";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { request, requestText } from "./request.ts";

export interface List<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

export interface JobFilter {
  readonly status: string;
  readonly type: string;
  readonly q: string;
}

/** Every route of Trellis that the dashboard uses, as one function each. */
export const trellis = {
  config: () => request<PublicConfig>("/config.json"),
  jobs: (filter: JobFilter, cursor: string | undefined, signal?: AbortSignal) =>
    request<List<Job>>(withQuery("/api/jobs", { ...filter, cursor }), withSignal(signal)),
  job: (id: string, signal?: AbortSignal) => request<Job>(jobPath(id), withSignal(signal)),
  jobStatus: (id: string) => request<{ status: JobStatus; error_message: string | null }>(`${jobPath(id)}/status`),
  logPage: (id: string, after: string | undefined) =>
    request<LogPage>(withQuery(`${jobPath(id)}/logs`, { after, limit: "1000" })),
  logText: (id: string) => requestText(`${jobPath(id)}/log.txt`),
  createJob: (body: CreateJobRequest, idempotencyKey: string) =>
    request<Job>("/api/jobs", { method: "POST", body, idempotencyKey }),
  cancel: (id: string, force: boolean) =>
    request<Job>(`${jobPath(id)}/cancel`, { method: "POST", body: force ? { force } : {} }),
  rerun: (id: string, idempotencyKey: string) =>
    request<Job>(`${jobPath(id)}/rerun`, { method: "POST", body: {}, idempotencyKey }),
  recover: (id: string, reason: string) => request<Job>(`${jobPath(id)}/recover`, { method: "POST", body: { reason } }),
  tendrils: (signal?: AbortSignal) => request<List<Tendril>>("/api/tendrils?limit=100", withSignal(signal)),
  realtimeTicket: () =>
    request<{ ticket: string; expires_at: string }>("/api/realtime/tickets", { method: "POST", body: {} }),
};

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
