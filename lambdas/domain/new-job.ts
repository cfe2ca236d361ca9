import type { CreateJobRequest } from "../contract/create-job.ts";
import type { Job, Target } from "../contract/job.ts";
import { platformWorkerId } from "../contract/worker.ts";
import { hashOf } from "./canonical-json.ts";
import type { JobRow } from "./job-row.ts";
import type { Deployment, TendrilRow } from "./tendril-row.ts";
import type { VineSnapshot } from "./vine-snapshot.ts";

/** What a vine's job works by, and the Tendril that is asked for, if one is. */
export interface VineWork {
  readonly snapshot: VineSnapshot;
  readonly configHash: string;
  readonly tendril: Pick<TendrilRow, "id" | "name"> | null;
}

export interface NewJob {
  readonly id: string;
  readonly request: CreateJobRequest;
  readonly target: Target;
  readonly createdBy: string;
  readonly now: Date;
  /** Of worker jobs: what the Tendril is deployed with. */
  readonly deployment?: Deployment;
  readonly vine?: VineWork;
  readonly rerunOf?: string;
}

const platform = { id: platformWorkerId, name: platformWorkerId };

/** The row of a job at its beginning. */
export function newJob({ id, request, target, createdBy, now, deployment, vine, rerunOf }: NewJob): JobRow {
  const created_at = now.toISOString();
  const request_hash = hashOf(request);
  const tendril = vine === undefined ? platform : vine.tendril;
  return {
    id,
    type: request.type,
    status: "QUEUED",
    attempt: 1,
    created_by: createdBy,
    target,
    tendril_id: tendril?.id ?? null,
    tendril_name: tendril?.name ?? null,
    config_snapshot: vine?.snapshot ?? snapshotOf(request),
    config_hash: vine?.configHash ?? request_hash,
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
