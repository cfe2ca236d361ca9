import { createJobSchema, type CreateJobRequest } from "../contract/create-job.ts";
import { VintnerError } from "../contract/errors.ts";
import type { Person } from "../contract/person.ts";
import type { Executions } from "../cloud/executions.ts";
import { hashOf } from "../domain/canonical-json.ts";
import type { JobRow } from "../domain/job-row.ts";
import { newJob } from "../domain/new-job.ts";
import { presentJob } from "../domain/present-job.ts";
import { createJob as writeJob, repeatedAnswer } from "../store/create-job.ts";
import { replaceAnswer, type IdempotentRequest } from "../store/idempotency.ts";
import { planJob, type PlanDependencies } from "./plan-job.ts";
import { publishJob } from "./publish-job.ts";
import { startExecution } from "./start-execution.ts";

export interface Creation {
  readonly request: CreateJobRequest;
  readonly person: Person;
  readonly idempotencyKey: string | undefined;
  /** The closed job that is run again: same configuration, same target. */
  readonly rerunOf?: JobRow;
}

export interface CreateDependencies extends PlanDependencies {
  readonly executions: Pick<Executions, "start">;
}

/**
 * Creates a job and starts its execution. Answers the job as JSON text: with an idempotency key, every equal request
 * gets the same bytes, whatever has become of the job since.
 */
export async function createJob(creation: Creation, dependencies: CreateDependencies): Promise<string> {
  const { clock, executions } = dependencies;
  const once = onceOf(creation);
  // First: what is asked for again may be done by now, and so be refused.
  const repeated = await repeatedAnswer(once, clock.now());
  if (repeated !== undefined) return repeated;
  const { request, person, rerunOf } = creation;
  const { target, deployment, tendril, vine, needs } = await planJob(creation, dependencies);
  const row = newJob({
    ...{ id: clock.newId(), request, target, createdBy: person.name, now: clock.now() },
    ...(deployment !== undefined && { deployment }),
    ...(vine !== undefined && { vine }),
    ...(rerunOf !== undefined && { rerunOf: rerunOf.id }),
  });
  const { answer, isNew } = await writeJob({ row, tendril, needs, once, answer: textOf(row), now: clock.now() });
  if (!isNew) return answer;
  // The push tells what the table holds already: the execution does not wait for it.
  const [{ waiting }] = await Promise.all([startExecution(row, executions), publishJob(row)]);
  if (waiting === null) return answer;
  const delayed = textOf({ ...row, waiting });
  if (once !== undefined) await replaceAnswer(once, delayed);
  return delayed;
}

/** Runs a terminal, closed job again. */
export function rerunJob(
  row: JobRow,
  creation: Omit<Creation, "request" | "rerunOf">,
  dependencies: CreateDependencies,
): Promise<string> {
  if (row.closed_at === null) {
    throw new VintnerError("JOB_NOT_CLOSED", "The job can be run again once it has ended and is closed.", {
      extensions: { job_id: row.id },
    });
  }
  const request = createJobSchema.parse(row.request);
  return createJob({ ...creation, request, rerunOf: row }, dependencies);
}

function onceOf({ request, person, idempotencyKey: key, rerunOf }: Creation): IdempotentRequest | undefined {
  if (key === undefined) return undefined;
  return { user: person.name, key, requestHash: hashOf({ request, rerun_of: rerunOf?.id ?? null }) };
}

function textOf(row: JobRow): string {
  return JSON.stringify(presentJob(row));
}
