import type { JobRow } from "./job-row.ts";

/** What the writers and the readers of a log change in a job. */
export type LogSummary = Pick<JobRow, "log_last_key" | "log_lines" | "log_watchers" | "log_missing">;

/**
 * A row of `provision_job_log_heads`, one for each open job: all that a write of log is fenced by and changes, so that it
 * leaves the job's row, which is several times as large, alone. What it has of the job's row is changed with that in one
 * transaction. What it has of the summary is newer than the job's row, which gets it when the job is closed and the head
 * goes.
 */
export interface LogHead extends Partial<LogSummary> {
  readonly job_id: string;
  readonly attempt: number;
  readonly job_token_hash?: string;
  /** Somebody has asked for the job to stop. */
  readonly cancelled?: true;
}

/** A job's row with what the head of its log knows better. */
export function withLogHead(row: JobRow, head: LogHead | undefined): JobRow {
  if (head === undefined) return row;
  const { job_id: _id, attempt: _attempt, job_token_hash: _hash, cancelled: _cancelled, ...summary } = head;
  const { log_watchers: _watchers, ...rest } = row;
  return { ...rest, ...summary };
}
