import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { JobRow } from "../domain/job-row.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { documentClient, tableName } from "./client.ts";
import { keepAnswer, keptAnswer, type IdempotentRequest } from "./idempotency.ts";
import { listJobs } from "./list-jobs.ts";
import { holderOf, lockKey } from "./locks.ts";
import { cancellationCodes, retryConflicts } from "./retry-conflicts.ts";
import { nameKey, tendrilIdOf } from "./tendrils.ts";
import type { TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

export interface NeededRow {
  readonly table: "tendrils" | "cloudIdentities" | "vines";
  readonly id: string;
}

export interface CreateJob {
  readonly row: JobRow;
  /** The Tendril that the job is to deploy: made, with its name, unless it is there already. */
  readonly tendril?: TendrilRow | undefined;
  /** The row that the job is about, which must be there still. A vine's is told its job. */
  readonly needs?: NeededRow | undefined;
  /** Without a key every request is a new one. */
  readonly once: IdempotentRequest | undefined;
  /** What is answered, now and to every repeat. */
  readonly answer: string;
  readonly now: Date;
}

export interface CreatedJob {
  readonly answer: string;
  /** False for a repeat, whose first request has made the job. */
  readonly isNew: boolean;
}

/**
 * Writes job, head of its log, idempotency key, lock of the target and, for a deployment, the Tendril and its name in one
 * transaction. Throws TARGET_BUSY (with the job in the way), NAME_TAKEN, NOT_FOUND or IDEMPOTENCY_MISMATCH.
 */
export async function createJob(create: CreateJob): Promise<CreatedJob> {
  const command = new TransactWriteCommand({ TransactItems: transactionOf(create) });
  for (;;) {
    try {
      await retryConflicts(() => documentClient.send(command));
      return { answer: create.answer, isNew: true };
    } catch (error) {
      const codes = cancellationCodes(error);
      if (codes.length === 0) throw error;
      // The equal request of another sender may have been first.
      const repeated = await repeatedAnswer(create.once, create.now);
      if (repeated !== undefined) return { answer: repeated, isNew: false };
      await refuseByCause(create);
      // What stood in the way is there no more, such as a job that was closed meanwhile: then the next try is free.
      if (!codes.includes("ConditionalCheckFailed")) throw error;
    }
  }
}

/** What an equal request was answered. Throws IDEMPOTENCY_MISMATCH for another request with the same key. */
export async function repeatedAnswer(once: IdempotentRequest | undefined, now: Date): Promise<string | undefined> {
  const kept = once && (await keptAnswer(once, now));
  if (kept === undefined) return undefined;
  if (kept.requestHash === once?.requestHash) return kept.answer;
  throw new VintnerError(
    "IDEMPOTENCY_MISMATCH",
    "The Idempotency-Key was used with another request in the last 24 hours.",
  );
}

function transactionOf({ row, tendril, needs, once, answer, now }: CreateJob): TransactItem[] {
  const items: TransactItem[] = [
    { Put: { TableName: tableName("jobs"), Item: row, ConditionExpression: "attribute_not_exists(id)" } },
    { Put: { TableName: tableName("logHeads"), Item: { job_id: row.id, attempt: row.attempt } } },
    {
      Put: {
        TableName: tableName("locks"),
        Item: { lock_key: lockKey(row.target), job_id: row.id, created_at: row.created_at },
        ConditionExpression: "attribute_not_exists(lock_key)",
      },
    },
    ...(tendril === undefined ? [] : [takeName(tendril), makeTendril(tendril)]),
    ...(needs === undefined ? [] : [isThere(needs, row.id)]),
  ];
  return once === undefined ? items : [keepAnswer(once, answer, now), ...items];
}

function takeName(tendril: TendrilRow): TransactItem {
  return {
    Put: {
      TableName: tableName("tendrils"),
      Item: { id: nameKey(tendril.name), tendril_id: tendril.id },
      ConditionExpression: "attribute_not_exists(id) OR tendril_id = :tendril",
      ExpressionAttributeValues: { ":tendril": tendril.id },
    },
  };
}

function isThere({ table, id }: NeededRow, jobId: string): TransactItem {
  const target = { TableName: tableName(table), Key: { id }, ConditionExpression: "attribute_exists(id)" };
  if (table !== "vines") return { ConditionCheck: target };
  const UpdateExpression = "SET last_job_id = :job";
  return { Update: { ...target, UpdateExpression, ExpressionAttributeValues: { ":job": jobId } } };
}

/** Leaves a Tendril that is there as it is: its id, token and heartbeats stay. */
function makeTendril({ id, ...attributes }: TendrilRow): TransactItem {
  const update = new UpdateBuilder();
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) update.setIfAbsent(name, value);
  const { UpdateExpression = "", ...placeholders } = update.build();
  return { Update: { TableName: tableName("tendrils"), Key: { id }, UpdateExpression, ...placeholders } };
}

/** Says what stood in the way, as far as it still does. A name whose Tendril has an open job is a busy target. */
async function refuseByCause({ row, tendril, needs }: CreateJob): Promise<void> {
  const named = tendril && ((await tendrilIdOf(tendril.name)) ?? tendril.id);
  const holder =
    (await holderOf(row.target)) ?? (named === undefined ? undefined : await holderOf({ kind: "tendril", id: named }));
  if (holder !== undefined) {
    const extensions = { job_id: holder };
    throw new VintnerError("TARGET_BUSY", `Job ${holder} is open on ${row.target.name}.`, { extensions });
  }
  if (needs !== undefined && !(await isStillThere(needs))) {
    throw new VintnerError("NOT_FOUND", `${row.target.name} does not exist any more.`);
  }
  if (tendril !== undefined && named !== undefined && named !== tendril.id) {
    const { items } = await listJobs(({ target }) => target.id === named, { limit: 1 });
    throw nameTaken(tendril.name, named, items[0]);
  }
}

async function isStillThere({ table, id }: NeededRow): Promise<boolean> {
  const command = new GetCommand({ TableName: tableName(table), Key: { id }, ConsistentRead: true });
  return (await documentClient.send(command)).Item !== undefined;
}

/** A Tendril whose deployment came to nothing is in no list: its job is where somebody goes on, or gives the name up. */
function nameTaken(name: string, tendrilId: string, last: JobRow | undefined): VintnerError {
  const came = last?.type === "DEPLOY_WORKER" && last.status !== "SUCCESS" ? last : undefined;
  const detail =
    came === undefined
      ? `A Tendril named ${name} exists already.`
      : `${name} is the name of a deployment that ended ${came.status}. Run it again, or destroy what it made: that frees the name.`;
  return new VintnerError("NAME_TAKEN", detail, {
    errors: [{ pointer: "/name", detail: "is taken" }],
    extensions: { tendril_id: tendrilId, ...(came !== undefined && { job_id: came.id }) },
  });
}
