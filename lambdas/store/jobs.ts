import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, GetCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { VintnerError } from "../contract/errors.ts";
import type { JobStatus, Step } from "../contract/job.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import { documentClient, tableName } from "./client.ts";
import { retryConflicts } from "./retry-conflicts.ts";
import { UpdateBuilder } from "./update-expression.ts";

/** What one BatchGetItem takes. */
const batchGetMax = 100;

/** Reads a job, consistently. */
export async function getJob(id: string): Promise<JobRow | undefined> {
  const answer = await documentClient.send(
    new GetCommand({ TableName: tableName("jobs"), Key: { id }, ConsistentRead: true }),
  );
  return answer.Item as JobRow | undefined;
}

/** Reads a job as `getJob` does; throws NOT_FOUND where there is none. */
export async function existingJob(id: string): Promise<JobRow> {
  const row = await getJob(id);
  if (row === undefined) throw new VintnerError("NOT_FOUND", "There is no such job");
  return row;
}

/** What must hold for a change to be made. */
export interface JobCondition {
  readonly status?: readonly JobStatus[];
  readonly attempt?: number;
  readonly notClosed?: true;
  readonly jobTokenHash?: string;
  /** Nobody has asked for it to stop. */
  readonly notCancelled?: true;
  /** Attributes that must not be there, or be this value or less. */
  readonly notAbove?: Partial<JobRow>;
  /** Attributes that must have exactly this value. */
  readonly equals?: Partial<JobRow>;
  /** Attributes that must be there. */
  readonly present?: readonly (keyof JobRow)[];
  /** Attributes that must not be there. */
  readonly absent?: readonly (keyof JobRow)[];
}

export interface JobChange {
  readonly set?: Partial<JobRow>;
  /** Values deep inside, such as `{path: ["execution_metadata", "outputs"], value}`. */
  readonly setAt?: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  readonly remove?: readonly (keyof JobRow)[];
  readonly setStep?: Step;
  readonly when?: JobCondition;
}

/** Changes a job in one write; answers the whole row as it then is, or undefined when `when` did not hold. */
export function changeJob(id: string, change: JobChange): Promise<JobRow | undefined> {
  return sendJobUpdate(id, jobUpdate(change));
}

/** As `changeJob`, for an update that adds to a set or takes out of one. */
export async function sendJobUpdate(id: string, update: UpdateBuilder): Promise<JobRow | undefined> {
  const command = new UpdateCommand({
    TableName: tableName("jobs"),
    Key: { id },
    ...update.build(),
    ReturnValues: "ALL_NEW",
  });
  try {
    const answer = await retryConflicts(() => documentClient.send(command));
    return answer.Attributes as JobRow | undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

export function jobUpdate({ set = {}, setAt = [], remove = [], setStep, when = {} }: JobChange): UpdateBuilder {
  const update = new UpdateBuilder();
  for (const [name, value] of Object.entries(set)) if (value !== undefined) update.set(name, value);
  for (const { path, value } of setAt) update.set(path, value);
  for (const name of remove) update.remove(name);
  if (setStep !== undefined) update.set(["steps", stepKey(setStep.attempt, setStep.number)], setStep);
  update.when(`attribute_exists(${update.name("id")})`);
  if (when.status !== undefined) {
    update.when(`${update.name("status")} IN (${when.status.map((status) => update.value(status)).join(", ")})`);
  }
  if (when.attempt !== undefined) update.when(`${update.name("attempt")} = ${update.value(when.attempt)}`);
  if (when.notClosed) update.when(`attribute_exists(${update.name("open")})`);
  if (when.jobTokenHash !== undefined) {
    update.when(`${update.name("job_token_hash")} = ${update.value(when.jobTokenHash)}`);
  }
  if (when.notCancelled) {
    update.when(
      `${update.name("status")} <> ${update.value("CANCELLED")} AND ${update.name("stop")} = ${update.value(null)}`,
    );
  }
  for (const [name, value] of Object.entries(when.notAbove ?? {})) {
    update.when(`attribute_not_exists(${update.name(name)}) OR ${update.name(name)} <= ${update.value(value)}`);
  }
  for (const [name, value] of Object.entries(when.equals ?? {})) {
    update.when(`${update.name(name)} = ${update.value(value)}`);
  }
  for (const name of when.present ?? []) update.when(`attribute_exists(${update.name(name)})`);
  for (const name of when.absent ?? []) update.when(`attribute_not_exists(${update.name(name)})`);
  return update;
}

/** Reads jobs, consistently, in the order of their ids. Those that are gone are left out. */
export async function getJobs(ids: readonly string[]): Promise<readonly JobRow[]> {
  const rows = new Map<string, JobRow>();
  for (let start = 0; start < ids.length; start += batchGetMax) {
    let wanted = ids.slice(start, start + batchGetMax);
    while (wanted.length > 0) {
      const Keys = wanted.map((id) => ({ id }));
      const request = { RequestItems: { [tableName("jobs")]: { Keys, ConsistentRead: true } } };
      const { Responses = {}, UnprocessedKeys = {} } = await documentClient.send(new BatchGetCommand(request));
      for (const row of (Responses[tableName("jobs")] ?? []) as JobRow[]) rows.set(row.id, row);
      wanted = (UnprocessedKeys[tableName("jobs")]?.Keys ?? []).map(({ id }) => String(id));
    }
  }
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/** Every job that is not closed, oldest first; the index that names them lags by moments. */
export async function listOpenJobs(): Promise<readonly JobRow[]> {
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: tableName("jobs"),
      IndexName: "by_open",
      KeyConditionExpression: "#open = :open",
      ExpressionAttributeNames: { "#open": "open" },
      ExpressionAttributeValues: { ":open": "open" },
    },
  );
  const ids: string[] = [];
  for await (const page of pages) for (const item of page.Items ?? []) ids.push(String(item["id"]));
  return (await getJobs(ids)).filter(({ open }) => open !== undefined);
}
