import type { CreateJobRequest } from "../contract/create-job.ts";
import type { Job, Step } from "../contract/job.ts";
import type { Outcome } from "../contract/worker.ts";
import type { Deployment } from "./tendril-row.ts";

/** Which runner holds the job. The same `request_id` gets the same answer again. */
export interface Claim {
  readonly worker_id: string;
  readonly request_id: string;
  readonly instance_id?: string;
  readonly at: string;
}

/** How the runner ended this attempt. */
export interface ReportedOutcome {
  readonly outcome: Outcome;
  readonly error_code?: string;
  readonly error_message?: string;
  readonly at: string;
}

/** Who recovered the job, and why: the audit of `recover`. */
export interface Recovery {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** What an UPDATE_WORKER has made, and what it goes back to. ARNs of task definitions. */
export interface TendrilUpdate {
  readonly version: string;
  readonly revision: string;
  readonly previous: string;
  /** ECS's id of the deployment; there once it was started. */
  readonly deployment_id?: string;
}

/** A step that waits by task token. */
export interface Wait {
  readonly step: "Await Rollout" | "Drain Tendril" | "Await Tendril";
  /** The task token, sealed: see `cloud/task-tokens.ts`. */
  readonly sealed_token: string;
  readonly since: string;
}

/** A row of `provision_jobs`: the job as the API answers it, and what only the platform knows. */
export interface JobRow extends Omit<Job, "steps" | "log"> {
  readonly feed: "jobs";
  /** `<created_at>#<id>`. */
  readonly feed_key: string;
  /** Gone once the job is closed: what the sweep looks through. */
  readonly open?: "open";
  readonly request: CreateJobRequest;
  readonly request_hash: string;
  /** By `<attempt:2>.<step:2>`, so that a single step is set without reading the others. */
  readonly steps: Readonly<Record<string, Step>>;
  /** Of the Tendril that a worker job is about. */
  readonly deployment?: Deployment;
  readonly update?: TendrilUpdate;
  readonly wait?: Wait;
  /** Of a job that a Tendril runs, from when it waits until its run is settled: see `job-queue.ts`. */
  readonly queue?: string;
  readonly claim?: Claim;
  /** SHA-256 of the token that serves this job and attempt. */
  readonly job_token_hash?: string;
  readonly lease_expires_at?: string;
  readonly outcome?: ReportedOutcome;
  /** The runner began the step from which Terraform may have changed something. */
  readonly changes_started: boolean;
  /** The runner was lost amid changes: open, and its target locked, until `recover`. */
  readonly recovery_needed: boolean;
  readonly recovery?: Recovery;
  /** As long as the job is open, this and the next three are in the head of its log: see `log-head.ts`. */
  readonly log_last_key?: string;
  readonly log_lines: number;
  /** Connections that follow the log. Part of the fence, so that nobody who came before a line was stored misses it. */
  readonly log_watchers?: ReadonlySet<string>;
  readonly log_missing?: ReadonlySet<string>;
  readonly log_complete: boolean;
  readonly log_sha256?: string;
  /** Key of `log.txt` (gzipped) in the artifact bucket. */
  readonly log_archive_key?: string;
}

/** The key of a step in `steps`, and with a dot behind it the prefix of its log keys. */
export function stepKey(attempt: number, number: number): string {
  return `${String(attempt).padStart(2, "0")}.${String(number).padStart(2, "0")}`;
}
