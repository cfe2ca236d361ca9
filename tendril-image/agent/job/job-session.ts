import type { ClaimAnswer, CredentialsAnswer, ProgressReport } from "../../../lambdas/contract/worker.ts";
import type { Chunk } from "../../../lambdas/contract/log.ts";
import type { AgentParts } from "../agent-parts.ts";
import type { StopOrder } from "../stop-order.ts";
import { FencedError } from "../trellis/errors.ts";
import { retrying } from "../trellis/retry.ts";
import type { ArtifactName, TrellisClient } from "../trellis/trellis-client.ts";

/** From then on a bucket that does not answer is an error. */
const bucketMaxMillis = 60_000;

type Report = Omit<ProgressReport, "attempt">;

/**
 * A claimed job's way to Trellis. Every answer may carry a cancel, and every refusal of a job that is not ours any more
 * is the fence: both end in the one stop order.
 */
export class JobSession {
  readonly jobId: string;
  readonly attempt: number;
  readonly #client: TrellisClient;
  readonly #parts: AgentParts;
  readonly #stop: StopOrder;
  #lastHeartbeatAt: Date | undefined;

  constructor(parts: AgentParts, claim: ClaimAnswer, stop: StopOrder) {
    this.#parts = parts;
    this.#client = parts.client.forJob(claim.job_token);
    this.#stop = stop;
    this.jobId = claim.job.id;
    this.attempt = claim.job.attempt;
  }

  /** When Trellis last took a heartbeat of this job. */
  get lastHeartbeatAt(): Date | undefined {
    return this.#lastHeartbeatAt;
  }

  /** One try: the next one comes soon enough. */
  async heartbeat(draining: boolean): Promise<void> {
    const { version, instanceId, clock } = this.#parts;
    const job = { id: this.jobId, attempt: this.attempt };
    const { cancel } = await this.#fenced(() =>
      this.#client.heartbeat({ version, instance_id: instanceId, draining, job }),
    );
    this.#lastHeartbeatAt = clock.now();
    if (cancel.includes(this.jobId)) this.#stop.request("cancelled");
  }

  /** One try: the log shipper knows when to try again. It also hears of the fence itself. */
  async append(chunks: readonly Chunk[], missing: readonly string[]): Promise<{ readonly watched: boolean }> {
    const answer = await this.#client.appendLog(this.jobId, this.attempt, chunks, missing);
    this.#onAnswer(answer);
    return answer;
  }

  /** Reports until Trellis has taken it. */
  async report(report: Report, maxMillis?: number): Promise<void> {
    const send = () => this.#client.progress(this.jobId, { attempt: this.attempt, ...report });
    this.#onAnswer(await this.#until(send, maxMillis));
  }

  credentials(): Promise<CredentialsAnswer> {
    return this.#until(() => this.#client.credentials(this.jobId, this.attempt));
  }

  async keepArtifact(name: ArtifactName, content: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#until(() => this.#client.putArtifact(this.jobId, name, content), bucketMaxMillis);
  }

  /** Undefined when there are more bytes than that. */
  download(url: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#until(() => this.#client.download(url, maxBytes), bucketMaxMillis);
  }

  /** Stops everything here: the job is not ours any more. */
  fence(error: FencedError): void {
    if (this.#stop.reason === "fenced") return;
    this.#stop.request("fenced");
    this.#parts.log("fenced", { job_id: this.jobId, attempt: this.attempt, code: error.code, status: error.status });
    this.#parts.complain(`Trellis took job ${this.jobId} from this runner (${error.code}: ${error.message}); stopping`);
  }

  #until<T>(request: () => Promise<T>, maxMillis = Number.POSITIVE_INFINITY): Promise<T> {
    const { clock, random } = this.#parts;
    return this.#fenced(() => retrying(request, { clock, random, signal: this.#stop.fence, maxMillis }));
  }

  async #fenced<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof FencedError) this.fence(error);
      throw error;
    }
  }

  #onAnswer({ cancel }: { readonly cancel: boolean }): void {
    if (cancel) this.#stop.request("cancelled");
  }
}
