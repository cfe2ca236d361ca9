import * as z from "zod";
import { problemSchema } from "../../../lambdas/contract/problem.ts";
import { publicConfigSchema, type PublicConfig } from "../../../lambdas/contract/public-config.ts";
import { ticketAnswerSchema } from "../../../lambdas/contract/realtime.ts";
import {
  appendLogAnswerSchema,
  claimAnswerSchema,
  credentialsAnswerSchema,
  heartbeatAnswerSchema,
  progressAnswerSchema,
  workerHeaders,
  type ClaimAnswer,
  type CredentialsAnswer,
  type Heartbeat,
  type ProgressReport,
} from "../../../lambdas/contract/worker.ts";
import type { Chunk } from "../../../lambdas/contract/log.ts";
import type { Clock } from "../clock.ts";
import { refusal, UnreachableError } from "./errors.ts";
import { exchange, type Answer, type Request } from "./exchange.ts";

export interface TrellisClientOptions {
  readonly url: string;
  readonly workerId: string;
  readonly workerToken: string;
  readonly clock: Clock;
}

/** An API Gateway answer takes 29 s at most. */
const answerMaxMillis = 30_000;
/** A heartbeat that hangs must not hold up the next one. */
const heartbeatMaxMillis = 8_000;

/** For an archive of 10 MB, or a large plan, over a slow line. */
const bucketMaxMillis = 60_000;
/** API Gateway's limit of an answer. */
const answerMaxBytes = 10 * 1024 * 1024;

/** What Trellis keeps of a job's work (contract §6). */
export type ArtifactName = "plan" | "plan_json" | "errored_state";

const artifactAnswerSchema = z.object({ url: z.url() });

type Call = {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: unknown;
  readonly maxMillis?: number;
};

/** The worker routes of contract §6, one request each, without retries. */
export class TrellisClient {
  readonly #options: TrellisClientOptions;
  readonly #jobToken: string | undefined;

  constructor(options: TrellisClientOptions, jobToken?: string) {
    this.#options = options;
    this.#jobToken = jobToken;
  }

  /** The same for a claimed job, whose token goes with every request. */
  forJob(jobToken: string): TrellisClient {
    return new TrellisClient(this.#options, jobToken);
  }

  heartbeat(body: Heartbeat): Promise<z.infer<typeof heartbeatAnswerSchema>> {
    const call = { method: "POST", path: "/api/tendrils/heartbeat", body, maxMillis: heartbeatMaxMillis } as const;
    return this.#call(call, heartbeatAnswerSchema);
  }

  ticket(): Promise<z.infer<typeof ticketAnswerSchema>> {
    return this.#call({ method: "POST", path: "/api/tendrils/ticket", body: {} }, ticketAnswerSchema);
  }

  config(): Promise<PublicConfig> {
    return this.#call({ method: "GET", path: "/config.json" }, publicConfigSchema);
  }

  /** Undefined when there is nothing to do. */
  async claim(requestId: string, jobId?: string): Promise<ClaimAnswer | undefined> {
    const body = { request_id: requestId, ...(jobId !== undefined && { job_id: jobId }) };
    const answer = z.union([claimAnswerSchema, z.undefined()]);
    return this.#call({ method: "POST", path: "/api/jobs/claim", body }, answer);
  }

  credentials(jobId: string, attempt: number): Promise<CredentialsAnswer> {
    return this.#call(
      { method: "POST", path: `/api/jobs/${jobId}/credentials`, body: { attempt } },
      credentialsAnswerSchema,
    );
  }

  appendLog(jobId: string, attempt: number, chunks: readonly Chunk[], missing: readonly string[]) {
    const body = { attempt, chunks, ...(missing.length > 0 && { missing }) };
    return this.#call({ method: "POST", path: `/api/jobs/${jobId}/logs`, body }, appendLogAnswerSchema);
  }

  progress(jobId: string, report: ProgressReport): Promise<z.infer<typeof progressAnswerSchema>> {
    return this.#call({ method: "PUT", path: `/api/jobs/${jobId}/progress`, body: report }, progressAnswerSchema);
  }

  /** Keeps a file of the job in Trellis' bucket, which is encrypted. */
  async putArtifact(jobId: string, name: ArtifactName, content: Uint8Array<ArrayBuffer>): Promise<void> {
    const { url } = await this.#call(
      { method: "PUT", path: `/api/jobs/${jobId}/artifacts/${name}` },
      artifactAnswerSchema,
    );
    const request = { method: "PUT", body: content } as const;
    const { status } = await this.#exchange(url, request, bucketMaxMillis, answerMaxBytes);
    if (status >= 300) throw new UnreachableError(`The artifact bucket answered ${status}`, { status });
  }

  /** Reads from an address that needs no token. Undefined when there are more bytes than that. */
  async download(url: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const { status, body } = await this.#exchange(url, { method: "GET" }, bucketMaxMillis, maxBytes);
    if (status >= 300) throw new UnreachableError(`The bucket answered ${status}`, { status });
    return body;
  }

  async #call<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    const { workerId, workerToken, url } = this.#options;
    const headers: Record<string, string> = { [workerHeaders.id]: workerId, [workerHeaders.token]: workerToken };
    if (this.#jobToken !== undefined) headers[workerHeaders.jobToken] = this.#jobToken;
    if (call.body !== undefined) headers["content-type"] = "application/json";
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const request = { method: call.method, headers, ...body };
    const address = new URL(call.path, url).href;
    const answer = await this.#exchange(address, request, call.maxMillis ?? answerMaxMillis, answerMaxBytes);
    const { status } = answer;
    if (isNoAnswer(status)) throw new UnreachableError(`Trellis answered ${status}`, { status });
    const text = answer.body?.toString() ?? "";
    if (status >= 400) throw refusalOf(status, text);
    return understood(schema, status, text);
  }

  async #exchange(url: string, request: Omit<Request, "signal">, maxMillis: number, maxBytes: number): Promise<Answer> {
    const late = new AbortController();
    const takeBack = this.#options.clock.after(maxMillis, () => late.abort());
    try {
      return await exchange(url, { ...request, signal: late.signal }, maxBytes);
    } catch (cause) {
      throw new UnreachableError("No answer", { cause });
    } finally {
      takeBack();
    }
  }
}

/** Whether what was sent may be taken later. A redirect is a proxy's, or tells that Trellis moved: it refuses nothing. */
function isNoAnswer(status: number): boolean {
  return status >= 500 || status === 429 || (status >= 300 && status < 400);
}

function refusalOf(status: number, text: string): Error {
  const problem = problemSchema.safeParse(parsed(text));
  if (!problem.success) return refusal(status, `HTTP_${status}`, `Trellis answered ${status}`);
  return refusal(status, problem.data.code, problem.data.detail);
}

/** An answer that is not Trellis' own, such as a proxy's page, is as good as none. */
function understood<Schema extends z.ZodType>(schema: Schema, status: number, text: string): z.output<Schema> {
  const answer = schema.safeParse(status === 204 ? undefined : parsed(text));
  if (!answer.success) throw new UnreachableError("Trellis' answer could not be understood", { status });
  return answer.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
