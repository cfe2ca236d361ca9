import type { JobRow } from "../domain/job-row.ts";
import { tableName } from "./client.ts";
import { jobUpdate } from "./job-update.ts";
import { getJob } from "./jobs.ts";
import { holderOf, lockKey } from "./locks.ts";
import { headOf } from "./log-heads.ts";
import { transact, type TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

/** What the closer found out about the log. */
export interface ClosedLog {
  readonly missing: readonly string[];
  readonly sha256: string;
  readonly archiveKey: string;
}

/**
 * Closes a job, moves the summary of its log into its row and frees its target, if the lock is still this job's, in one
 * transaction. Answers the closed row, or undefined when the log has grown since `row` was read, or another closer was
 * first.
 */
export async function markClosed(row: JobRow, log: ClosedLog, now: Date): Promise<JobRow | undefined> {
  const closed_at = now.toISOString();
  const update = jobUpdate({
    set: {
      closed_at,
      completed_at: row.completed_at ?? closed_at,
      waiting: null,
      log_complete: true,
      log_sha256: log.sha256,
      log_archive_key: log.archiveKey,
      ...(row.stop !== null && { stop: { ...row.stop, stopped_at: row.stop.stopped_at ?? closed_at } }),
    },
    remove: ["open", "job_token_hash", "lease_expires_at", "wait", "queue", "log_watchers"],
    when: { notClosed: true, attempt: row.attempt },
  }).set("log_lines", row.log_lines);
  if (row.log_last_key !== undefined) update.set("log_last_key", row.log_last_key);
  update.add("log_missing", new Set([...(row.log_missing ?? []), ...log.missing]));
  const { UpdateExpression = "", ...rest } = update.build();
  const Update = { TableName: tableName("jobs"), Key: { id: row.id }, UpdateExpression, ...rest };
  const Delete = {
    TableName: tableName("locks"),
    Key: { lock_key: lockKey(row.target) },
    ConditionExpression: "job_id = :job",
    ExpressionAttributeValues: { ":job": row.id },
  };
  const holdsLock = (await holderOf(row.target)) === row.id;
  const written = await transact([{ Update }, removeHead(row), ...(holdsLock ? [{ Delete }] : [])]);
  return written ? getJob(row.id) : undefined;
}

/**
 * Refused when the log has grown, or more of it was given up, since the row was read. A head that does not know is that of
 * a job from before there were heads: then the row does.
 */
function removeHead(row: JobRow): TransactItem {
  const check = new UpdateBuilder();
  for (const name of ["log_last_key", "log_missing"] as const) {
    const value = row[name];
    const path = check.name(name);
    const isAbsent = `attribute_not_exists(${path})`;
    check.when(value === undefined ? isAbsent : `${isAbsent} OR ${path} = ${check.value(value)}`);
  }
  return { Delete: { ...headOf(row.id), ...check.build() } };
}
