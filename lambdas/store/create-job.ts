import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { JobRow } from "../domain/job-row.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { documentClient, tableName } from "./client.ts";
import { keepAnswer, keptAnswer, type IdempotentRequest } from "./idempotency.ts";
import { holderOf, lockKey } from "./locks.ts";
import { cancellationCodes, retryConflicts } from "./retry-conflicts.ts";
import { nameKey, tendrilIdOf } from "./tendrils.ts";
import { UpdateBuilder } from "./update-expression.ts";

type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

export interface CreateJob {
  readonly row: JobRow;
  /** The Tendril that the job is about: made, with its name, unless it is there already. */
  readonly tendril: TendrilRow;
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
 * Writes job, idempotency key, lock of the target, Tendril and its name in one transaction. Throws TARGET_BUSY (with
 * the job in the way), NAME_TAKEN or IDEMPOTENCY_MISMATCH.
 */
export async function createJob(create: CreateJob): Promise<CreatedJob> {
  const before = await repeatOf(create);
  if (before !== undefined) return before;
  const command = new TransactWriteCommand({ TransactItems: transactionOf(create) });
  try {
    await retryConflicts(() => documentClient.send(command));
    return { answer: create.answer, isNew: true };
  } catch (error) {
    if (cancellationCodes(error).length === 0) throw error;
    // The equal request of another sender may have been first.
    const repeat = await repeatOf(create);
    if (repeat !== undefined) return repeat;
    await refuseByCause(create);
    throw error;
  }
}

async function repeatOf({ once, now }: CreateJob): Promise<CreatedJob | undefined> {
  const kept = once && (await keptAnswer(once, now));
  if (kept === undefined) return undefined;
  if (kept.requestHash === once?.requestHash) return { answer: kept.answer, isNew: false };
  throw new VintnerError(
    "IDEMPOTENCY_MISMATCH",
    "The Idempotency-Key was used with another request in the last 24 hours.",
  );
}

function transactionOf({ row, tendril, once, answer, now }: CreateJob): TransactItem[] {
  const items: TransactItem[] = [
    { Put: { TableName: tableName("jobs"), Item: row, ConditionExpression: "attribute_not_exists(id)" } },
    {
      Put: {
        TableName: tableName("locks"),
        Item: { lock_key: lockKey(row.target), job_id: row.id, created_at: row.created_at },
        ConditionExpression: "attribute_not_exists(lock_key)",
      },
    },
    {
      Put: {
        TableName: tableName("tendrils"),
        Item: { id: nameKey(tendril.name), tendril_id: tendril.id },
        ConditionExpression: "attribute_not_exists(id) OR tendril_id = :tendril",
        ExpressionAttributeValues: { ":tendril": tendril.id },
      },
    },
    makeTendril(tendril),
  ];
  return once === undefined ? items : [keepAnswer(once, answer, now), ...items];
}

/** Leaves a Tendril that is there as it is: its id, token and heartbeats stay. */
function makeTendril({ id, ...attributes }: TendrilRow): TransactItem {
  const update = new UpdateBuilder();
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) update.setIfAbsent(name, value);
  const { UpdateExpression = "", ...placeholders } = update.build();
  return { Update: { TableName: tableName("tendrils"), Key: { id }, UpdateExpression, ...placeholders } };
}

/** Says what stood in the way, as far as it still does. A name whose Tendril has an open job is a busy target. */
async function refuseByCause({ row, tendril }: CreateJob): Promise<void> {
  const named = (await tendrilIdOf(tendril.name)) ?? tendril.id;
  const holder = (await holderOf(row.target)) ?? (await holderOf({ kind: "tendril", id: named }));
  if (holder !== undefined) {
    const extensions = { job_id: holder };
    throw new VintnerError("TARGET_BUSY", `Job ${holder} is open on ${row.target.name}.`, { extensions });
  }
  if (named !== tendril.id) {
    throw new VintnerError("NAME_TAKEN", `A Tendril named ${tendril.name} exists already.`, {
      errors: [{ pointer: "/name", detail: "is taken" }],
      extensions: { tendril_id: named },
    });
  }
}
