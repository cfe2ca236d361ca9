import type { CreateJobRequest } from "../contract/create-job.ts";
import type { Job, Target } from "../contract/job.ts";
import { platformWorkerId } from "../contract/worker.ts";
import { hashOf } from "./canonical-json.ts";
import type { JobRow } from "./job-row.ts";
import type { Deployment } from "./tendril-row.ts";

export interface NewJob {
  readonly id: string;
  readonly request: CreateJobRequest;
  readonly target: Target;
  readonly createdBy: string;
  readonly now: Date;
  /** Of worker jobs: what the Tendril is deployed with. */
  readonly deployment?: Deployment;
  readonly rerunOf?: string;
}

/** The row of a job at its beginning. */
export function newJob({ id, request, target, createdBy, now, deployment, rerunOf }: NewJob): JobRow {
  const created_at = now.toISOString();
  const request_hash = hashOf(request);
  return {
    id,
    type: request.type,
    status: "QUEUED",
    attempt: 1,
    created_by: createdBy,
    target,
    tendril_id: platformWorkerId,
    tendril_name: platformWorkerId,
    config_snapshot: snapshotOf(request),
    config_hash: request_hash,
    execution_metadata: { seconds: {} },
    steps: {},
    waiting: null,
    progress: null,
    error_code: null,
    error_message: null,
    stop: null,
    rerun_of: rerunOf ?? null,
    plan_job_id: null,
    created_at,
    started_at: null,
    completed_at: null,
    closed_at: null,
    feed: "jobs",
    feed_key: `${created_at}#${id}`,
    open: "open",
    request,
    request_hash,
    ...(deployment !== undefined && { deployment }),
    changes_started: false,
    recovery_needed: false,
    log_lines: 0,
    log_complete: false,
  };
}

/** What the job was asked for, without what was left out. */
function snapshotOf(request: CreateJobRequest): Job["config_snapshot"] {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
