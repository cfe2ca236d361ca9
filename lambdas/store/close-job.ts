import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { JobRow } from "../domain/job-row.ts";
import { documentClient, tableName } from "./client.ts";
import { getJob, jobUpdate } from "./jobs.ts";
import { holderOf, lockKey } from "./locks.ts";
import { cancellationCodes, retryConflicts } from "./retry-conflicts.ts";

/** What the closer found out about the log. */
export interface ClosedLog {
  readonly missing: readonly string[];
  readonly sha256: string;
  readonly archiveKey: string;
}

/**
 * Closes a job and frees its target, if the lock is still this job's, in one transaction. Answers the closed row, or
 * undefined when the log has grown since `row` was read, or another closer was first.
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
    when: {
      notClosed: true,
      attempt: row.attempt,
      ...(row.log_last_key === undefined
        ? { absent: ["log_last_key"] as const }
        : { equals: { log_last_key: row.log_last_key } }),
    },
  }).add("log_missing", new Set(log.missing));
  const { UpdateExpression = "", ...rest } = update.build();
  const Update = { TableName: tableName("jobs"), Key: { id: row.id }, UpdateExpression, ...rest };
  const Delete = {
    TableName: tableName("locks"),
    Key: { lock_key: lockKey(row.target) },
    ConditionExpression: "job_id = :job",
    ExpressionAttributeValues: { ":job": row.id },
  };
  const holdsLock = (await holderOf(row.target)) === row.id;
  const command = new TransactWriteCommand({ TransactItems: holdsLock ? [{ Update }, { Delete }] : [{ Update }] });
  try {
    await retryConflicts(() => documentClient.send(command));
  } catch (error) {
    if (cancellationCodes(error).includes("ConditionalCheckFailed")) return undefined;
    throw error;
  }
  return getJob(row.id);
}
