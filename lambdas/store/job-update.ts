import type { JobStatus, Step } from "../contract/job.ts";
import { stepKey, type JobRow } from "../domain/job-row.ts";
import type { LogSummary } from "../domain/log-head.ts";
import { headOf } from "./log-heads.ts";
import type { TransactItem } from "./transact.ts";
import { UpdateBuilder } from "./update-expression.ts";

/** What must hold for a change to be made. */
export interface JobCondition {
  readonly status?: readonly JobStatus[];
  readonly attempt?: number;
  readonly notClosed?: true;
  readonly jobTokenHash?: string;
  /** Nobody has asked for it to stop. */
  readonly notCancelled?: true;
  /** Attributes that must have exactly this value. */
  readonly equals?: Partial<Omit<JobRow, keyof LogSummary>>;
  /** Attributes that must be there. */
  readonly present?: readonly (keyof JobRow)[];
  /** Attributes that must not be there. */
  readonly absent?: readonly (keyof JobRow)[];
}

export interface JobChange {
  readonly set?: Partial<Omit<JobRow, keyof LogSummary>>;
  /** Values deep inside, such as `{path: ["execution_metadata", "outputs"], value}`. */
  readonly setAt?: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  readonly remove?: readonly (keyof JobRow)[];
  readonly setStep?: Step;
  readonly when?: JobCondition;
}

/** The update of the job's own row. */
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
  for (const [name, value] of Object.entries(when.equals ?? {})) {
    update.when(`${update.name(name)} = ${update.value(value)}`);
  }
  for (const name of when.present ?? []) update.when(`attribute_exists(${update.name(name)})`);
  for (const name of when.absent ?? []) update.when(`attribute_not_exists(${update.name(name)})`);
  return update;
}

/** What a change does to the job's log head, if anything: to be written in one transaction with the row. */
export function logHeadItem(jobId: string, { set = {}, remove = [] }: JobChange): TransactItem | undefined {
  const target = headOf(jobId);
  if (remove.includes("open")) return { Delete: target };
  const update = new UpdateBuilder();
  if (set.attempt !== undefined) update.set("attempt", set.attempt);
  if (set.job_token_hash !== undefined) update.set("job_token_hash", set.job_token_hash);
  if (remove.includes("job_token_hash")) update.remove("job_token_hash");
  if (set.status === "CANCELLED" || (set.stop ?? null) !== null) update.set("cancelled", true);
  const { UpdateExpression, ...placeholders } = update.build();
  return UpdateExpression === undefined ? undefined : { Update: { ...target, UpdateExpression, ...placeholders } };
}
