import type { Job, JobEvent } from "../contract/job.ts";
import type { JobRow } from "./job-row.ts";

/** The job as the API answers it: named member by member, so that nothing of the platform's own gets out. */
export function presentJob(row: JobRow): Job {
  return {
    ...presentJobEvent(row, Infinity),
    config_snapshot: row.config_snapshot,
    execution_metadata: row.execution_metadata,
  };
}

/** A pushed frame has 32 KB: 200 keys of what the log misses leave room for all else. */
const missingInEventMax = 200;

/** The job as it is pushed. */
export function presentJobEvent(row: JobRow, missingMax = missingInEventMax): JobEvent {
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    attempt: row.attempt,
    created_by: row.created_by,
    target: row.target,
    tendril_id: row.tendril_id,
    tendril_name: row.tendril_name,
    config_hash: row.config_hash,
    steps: presentSteps(row),
    waiting: row.waiting,
    progress: row.progress,
    error_code: row.error_code,
    error_message: row.error_message,
    stop: row.stop,
    rerun_of: row.rerun_of,
    plan_job_id: row.plan_job_id,
    log: {
      last_key: row.log_last_key ?? null,
      lines: row.log_lines,
      missing: missingKeys(row).slice(0, missingMax),
      complete: row.log_complete,
      sha256: row.log_sha256 ?? null,
    },
    created_at: row.created_at,
    started_at: row.started_at,
    completed_at: row.completed_at,
    closed_at: row.closed_at,
  };
}

function presentSteps(row: JobRow): Job["steps"] {
  return Object.keys(row.steps)
    .sort()
    .flatMap((key) => row.steps[key] ?? []);
}

/** The keys that the log is known to miss, in reading order. */
export function missingKeys(row: JobRow): string[] {
  return [...(row.log_missing ?? [])].sort();
}
