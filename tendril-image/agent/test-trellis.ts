import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { appendLogSchema, claimSchema, heartbeatSchema, progressReportSchema } from "../../lambdas/contract/worker.ts";
import type { ClaimAnswer, Heartbeat, ProgressReport, Work } from "../../lambdas/contract/worker.ts";
import type { Chunk } from "../../lambdas/contract/log.ts";

export const testJobId = "0b8c0f5e-2d3f-4a55-9d5c-0b8c0f5e2d3f";
export const testTokens = { worker: "worker-token-0123456789", job: "job-token-9876543210" };

/** An answer instead of the usual one: a status, or `cut` for a connection that breaks. */
export type Fault = (route: string, body: unknown) => number | "cut" | undefined;

/** A Trellis for tests, as contract §5 and §6 have it: one job, its log, its reports. */
export class TestTrellis {
  readonly heartbeats: Heartbeat[] = [];
  readonly reports: ProgressReport[] = [];
  readonly chunks = new Map<string, Chunk>();
  readonly missing: string[] = [];
  readonly artifacts = new Map<string, Buffer>();
  /** What lies at `/bucket/archive`. */
  archive: Buffer = Buffer.alloc(0);
  readonly headers: IncomingMessage["headers"][] = [];
  claims = 0;
  appends = 0;
  cancel = false;
  watched = true;
  work: Work | undefined;
  type: "DEPLOY_WORKER" | "PLAN" = "DEPLOY_WORKER";
  fault: Fault = () => undefined;
  /** Called after each request was answered. */
  onRequest: (route: string) => void = () => undefined;
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get text(): string {
    return this.sorted.map(({ text }) => text).join("");
  }

  /** `<STREAM>\t<line>` for each line, as `log.txt` has it. */
  get lines(): string[] {
    return this.sorted.flatMap(({ stream, text }) =>
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => `${stream}\t${line}`),
    );
  }

  get sorted(): Chunk[] {
    return [...this.chunks.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  get outcome(): ProgressReport | undefined {
    return this.reports.find(({ outcome }) => outcome !== undefined);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const route = `${request.method} ${request.url}`;
    this.headers.push(request.headers);
    const isOfBucket = request.url?.startsWith("/bucket/") === true;
    const body: unknown = isOfBucket ? raw : raw.length === 0 ? undefined : JSON.parse(raw.toString());
    const fault = this.fault(route, body);
    if (fault === "cut") {
      request.socket.destroy();
      return;
    }
    const answer = fault === undefined ? this.#answer(route, body) : problem(fault);
    if (answer.body instanceof Uint8Array) {
      response.end(answer.body);
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    this.onRequest(route);
  }

  #answer(route: string, body: unknown): { status: number; body?: unknown } {
    const job = `/api/jobs/${testJobId}`;
    switch (route) {
      case "POST /api/tendrils/heartbeat":
        this.heartbeats.push(heartbeatSchema.parse(body));
        return { status: 200, body: { latest_version: "1.0.0", drain: false, cancel: this.cancel ? [testJobId] : [] } };
      case "POST /api/tendrils/ticket":
        return { status: 201, body: { ticket: "ticket", expires_at: "2026-01-01T00:00:00Z" } };
      case "POST /api/jobs/claim":
        claimSchema.parse(body);
        this.claims += 1;
        return this.work === undefined ? { status: 204 } : { status: 200, body: testClaim(this.work, this.type) };
      case `POST ${job}/credentials`:
        return { status: 200, body: { target: this.#credentials("target"), state: this.#credentials("state") } };
      case `POST ${job}/logs`:
        this.appends += 1;
        return this.#append(body);
      case `PUT ${job}/progress`:
        this.reports.push(progressReportSchema.parse(body));
        return { status: 200, body: { cancel: this.cancel } };
      case "GET /bucket/archive":
        return { status: 200, body: this.archive };
      default:
        return this.#artifact(route, body);
    }
  }

  #artifact(route: string, body: unknown): { status: number; body?: unknown } {
    const name = /^PUT .*\/(plan|plan_json|errored_state)$/.exec(route)?.[1];
    if (name === undefined) return problem(404);
    if (!(body instanceof Buffer)) return { status: 200, body: { url: `${this.url}/bucket/${name}` } };
    this.artifacts.set(name, body);
    return { status: 200 };
  }

  #append(body: unknown): { status: number; body?: unknown } {
    const { chunks, missing = [] } = appendLogSchema.parse(body);
    for (const chunk of chunks) {
      const held = this.chunks.get(chunk.key);
      if (held !== undefined && JSON.stringify(held) !== JSON.stringify(chunk)) return problem(409);
      this.chunks.set(chunk.key, chunk);
    }
    this.missing.push(...missing);
    return { status: 202, body: { cancel: this.cancel, watched: this.watched } };
  }

  #credentials(name: string): object {
    return {
      access_key_id: `ASIA${name.toUpperCase()}0123456`,
      secret_access_key: `secret/${name}+0123456789abcdefghij`,
      session_token: `session-token-of-${name}-0123456789`,
      expires_at: new Date(Date.now() + 3600_000).toISOString(),
    };
  }
}

function problem(status: number): { status: number; body: unknown } {
  const code = { 409: "STALE_ATTEMPT", 424: "ROLE_NOT_ASSUMABLE" }[status] ?? "REFUSED";
  return { status, body: { type: "about:blank", title: "No", status, detail: "no", code, request_id: "r" } };
}

export function testWork(changes: Partial<Work> = {}): Work {
  return {
    source: { kind: "template", name: "tendril" },
    tags: {},
    identity: null,
    operation: "apply",
    variables: {},
    region: "eu-west-1",
    state: { bucket: "state", key: "tendrils/x/terraform.tfstate", region: "eu-west-1" },
    steps: [
      { number: 2, name: "Generate Terraform Config" },
      { number: 3, name: "Terraform Init" },
      { number: 4, name: "Terraform Apply" },
    ],
    next_line: 11,
    ...changes,
  };
}

export function testClaim(work: Work, type: "DEPLOY_WORKER" | "PLAN" = "DEPLOY_WORKER"): ClaimAnswer {
  const at = "2026-01-01T00:00:00Z";
  return {
    work,
    job_token: testTokens.job,
    job: {
      ...{ id: testJobId, type, status: "PROCESSING", attempt: 1, created_by: "ann" },
      target: { kind: type === "PLAN" ? "vine" : "tendril", id: testJobId, name: "north" },
      ...{ tendril_id: "platform", tendril_name: "platform", config_snapshot: {}, config_hash: "h" },
      ...{ execution_metadata: { seconds: {} }, steps: [], waiting: null, progress: null, error_code: null },
      ...{ error_message: null, stop: null, rerun_of: null, plan_job_id: null },
      log: { last_key: null, lines: 10, missing: [], complete: false, sha256: null },
      ...{ created_at: at, started_at: at, completed_at: null, closed_at: null },
    },
  };
}
