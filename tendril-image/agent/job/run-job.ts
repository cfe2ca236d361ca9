import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { limits } from "../../../lambdas/contract/limits.ts";
import { errorCatalogue, VintnerError } from "../../../lambdas/contract/errors.ts";
import type { ExecutionMetadata } from "../../../lambdas/contract/job.ts";
import type { ClaimAnswer, Outcome } from "../../../lambdas/contract/worker.ts";
import type { AgentParts } from "../agent-parts.ts";
import { LogShipper } from "../log/log-shipper.ts";
import { Spool } from "../log/spool.ts";
import { Mask } from "../mask/mask.ts";
import type { StopOrder } from "../stop-order.ts";
import { AwsProfiles } from "../terraform/aws-profiles.ts";
import { CredentialKeeper } from "./credential-keeper.ts";
import { isDiskFull, LostTerraformError, StoppedError } from "./job-failure.ts";
import { JobSession } from "./job-session.ts";
import { repeat } from "./repeat.ts";
import type { StageContext } from "./stage.ts";
import { stages } from "./stages.ts";

/**
 * `reported`: Trellis has the outcome. `fenced`: the job went to somebody else. `lost`: Terraform or Trellis is gone in
 * a way that leaves no outcome to report; the rule of the lost runner decides.
 */
export type JobEnd = "reported" | "fenced" | "lost";

/** So long Trellis may take for the rest of the log; an interrupted container has not much time. */
const drainMaxMillis = 5 * 60_000;
const drainInterruptedMaxMillis = 30_000;
const outcomeMaxMillis = 5 * 60_000;

/** Runs a claimed job to its end and reports how it went. */
export async function runJob(
  parts: AgentParts,
  claim: ClaimAnswer,
  stop: StopOrder,
  isDraining: () => boolean = () => false,
): Promise<JobEnd> {
  const folder = await mkdtemp(join(parts.workFolder, "vintner-job-"));
  const run = new JobRun(parts, claim, stop, folder);
  const session = run.session;
  const beat = () => session.heartbeat(isDraining()).catch(() => undefined);
  const endHeartbeats = repeat(parts.clock, limits.heartbeatBusySeconds * 1000, beat);
  try {
    return await run.run();
  } finally {
    endHeartbeats();
    run.end();
    await rm(folder, { recursive: true, force: true });
  }
}

type Result = { readonly outcome: Outcome; readonly failure?: VintnerError } | "lost";

class JobRun {
  readonly session: JobSession;
  readonly #parts: AgentParts;
  readonly #claim: ClaimAnswer;
  readonly #stop: StopOrder;
  readonly #mask = new Mask();
  readonly #spool: Spool;
  readonly #shipper: LogShipper;
  readonly #context: StageContext;
  #found: Partial<ExecutionMetadata> = {};
  #interruptedAt: string | undefined;
  #diskFull = false;

  constructor(parts: AgentParts, claim: ClaimAnswer, stop: StopOrder, folder: string) {
    this.#parts = parts;
    this.#claim = claim;
    this.#stop = stop;
    this.#mask.add(parts.workerToken, claim.job_token);
    const session = new JobSession(parts, claim, stop);
    this.session = session;
    this.#spool = new Spool(join(folder, "log.spool"), () => {
      this.#diskFull = true;
    });
    this.#shipper = new LogShipper({
      ...{ spool: this.#spool, mask: this.#mask, clock: parts.clock, random: parts.random, log: parts.log },
      attempt: claim.job.attempt,
      nextLine: claim.work.next_line,
      append: (chunks, missing) => session.append(chunks, missing),
      lastHeartbeatAt: () => session.lastHeartbeatAt,
      fence: stop.fence,
      onFenced: (error) => session.fence(error),
    });
    const profiles = new AwsProfiles(join(folder, "credentials"));
    const keeper = { fetch: () => session.credentials(), files: profiles, mask: this.#mask, clock: parts.clock, stop };
    this.#context = {
      ...{
        parts,
        session,
        stop,
        profiles,
        job: claim.job,
        work: claim.work,
        credentials: new CredentialKeeper(keeper),
      },
      folder: join(folder, "root"),
      onInterrupted: () => this.#interrupted(),
    };
  }

  async run(): Promise<JobEnd> {
    const { job } = this.#claim;
    this.#parts.log("job-claimed", { job_id: job.id, attempt: job.attempt });
    const result = await this.#work();
    const end = this.#stop.fence.aborted ? "fenced" : await this.#finish(result);
    const outcome = result === "lost" ? {} : { outcome: result.outcome, ...codeOf(result.failure) };
    this.#parts.log("job-ended", { job_id: job.id, attempt: job.attempt, reason: end, ...outcome });
    return end;
  }

  end(): void {
    this.#stop.end();
    this.#context.credentials.end();
    this.#spool.close();
  }

  async #work(): Promise<Result> {
    try {
      await mkdir(join(this.#context.folder, "..", "credentials"), { mode: 0o700 });
      for (const step of this.#claim.work.steps) await this.#step(step);
      return { outcome: "SUCCESS" };
    } catch (error) {
      return this.#resultOf(error);
    }
  }

  async #step({ number, name }: { readonly number: number; readonly name: string }): Promise<void> {
    const stage = stages[name];
    if (stage === undefined) throw new VintnerError("RUNNER_FAILED", `This runner knows no step "${name}"`);
    if (this.#stop.interrupt.aborted) throw new StoppedError();
    // Waited for: a runner that lost its job must learn it before it changes anything.
    await this.session.report({ step: { number, event: "started" } });
    const log = this.#shipper.step(number);
    let ok = false;
    try {
      const found = await stage(this.#context, log);
      this.#found = { ...this.#found, ...found };
      ok = true;
    } catch (error) {
      this.#tell(error, (text) => log.say(text));
      throw error;
    } finally {
      log.end();
      if (!this.#stop.fence.aborted) await this.session.report({ step: { number, event: "ended", ok } });
    }
  }

  #tell(error: unknown, say: (text: string) => void): void {
    const { reason } = this.#stop;
    if (error instanceof StoppedError && reason !== undefined) say(stopTexts[reason]);
    // What exactly was wrong stands above, and once more in the last step.
    else if (error instanceof VintnerError) say(errorCatalogue[error.code].title);
    else if (error instanceof Error) say(error.message);
  }

  #resultOf(error: unknown): Result {
    if (error instanceof LostTerraformError) return "lost";
    if (error instanceof StoppedError) return this.#stopResult();
    if (error instanceof VintnerError) return { outcome: "FAILED", failure: error };
    const message = error instanceof Error ? error.message : String(error);
    const code = this.#diskFull || isDiskFull(message) ? "DISK_FULL" : "RUNNER_FAILED";
    return { outcome: "FAILED", failure: new VintnerError(code, message, { cause: error }) };
  }

  #stopResult(): Result {
    switch (this.#stop.reason) {
      case "cancelled":
        return { outcome: "CANCELLED" };
      case "credentials_expired": {
        const message = "The credentials could not be renewed in time; Terraform was interrupted and saved its state";
        return { outcome: "FAILED", failure: new VintnerError("CREDENTIALS_EXPIRED", message) };
      }
      case "interrupted":
      case "fenced":
      case undefined:
        return { outcome: "INTERRUPTED" };
    }
  }

  /** The log first: an outcome says that nothing more will come. */
  async #finish(result: Result): Promise<JobEnd> {
    const isHurried = this.#stop.reason === "interrupted";
    await this.#shipper.drain(isHurried ? drainInterruptedMaxMillis : drainMaxMillis);
    if (result === "lost") return "lost";
    const { failure, outcome } = result;
    const message = failure && this.#mask.apply(failure.message).slice(0, limits.errorMessageMaxChars);
    try {
      const report = {
        outcome,
        ...(failure && { error_code: failure.code, error_message: message }),
        ...(this.#interruptedAt !== undefined && { interrupted_at: this.#interruptedAt }),
        execution_metadata: this.#found,
      };
      await this.session.report(report, outcomeMaxMillis);
      return "reported";
    } catch (error) {
      if (this.#stop.fence.aborted) return "fenced";
      this.#parts.complain(`The outcome could not be reported: ${error instanceof Error ? error.message : "unknown"}`);
      return "lost";
    }
  }

  #interrupted(): void {
    this.#interruptedAt = this.#parts.clock.now().toISOString();
    this.#parts.log("terraform-interrupted", { job_id: this.session.jobId, reason: this.#stop.reason ?? "" });
    // The outcome tells it once more, should this not get through.
    void this.session.report({ interrupted_at: this.#interruptedAt }).catch(() => undefined);
  }
}

const stopTexts = {
  cancelled: "Stopped: the job was cancelled",
  interrupted: "Stopped: the runner is being shut down",
  fenced: "Stopped: Trellis gave the job to another runner",
  credentials_expired: "Stopped: the credentials could not be renewed",
} as const;

function codeOf(failure: VintnerError | undefined): { code?: string } {
  return failure === undefined ? {} : { code: failure.code };
}
