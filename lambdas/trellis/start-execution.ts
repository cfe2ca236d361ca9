import { readEnvironment, stateMachinesSchema } from "../contract/environment.ts";
import type { JobType } from "../contract/job-types.ts";
import { executions, type Executions } from "../cloud/executions.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import { logEvent } from "./log-event.ts";
import { publishJob } from "./publish-job.ts";

/**
 * Starts the job's execution, named for the job, so that it exists once however often this is called. When Step
 * Functions refuses, the job says why it waits and the sweep tries again. Answers the job as it is then.
 */
export async function startExecution(row: JobRow, steps: Pick<Executions, "start"> = executions()): Promise<JobRow> {
  try {
    await steps.start(stateMachineOf(row.type), row.id);
  } catch (error) {
    logEvent("execution_not_started", { job_id: row.id, error });
    return delayed(row);
  }
  if (row.waiting?.code !== startDelayed) return row;
  return (await tell(row, null)) ?? row;
}

export const startDelayed = "START_DELAYED";

async function delayed(row: JobRow): Promise<JobRow> {
  const detail = "Step Functions did not take the job yet. It is started within 90 seconds.";
  return (await tell(row, { code: startDelayed, detail })) ?? row;
}

/** Changes why a QUEUED job waits; undefined when it is QUEUED no more, or waits for something else by now. */
async function tell(row: JobRow, waiting: JobRow["waiting"]): Promise<JobRow | undefined> {
  const changed = await changeJob(row.id, {
    set: { waiting },
    when: { status: ["QUEUED"], equals: { waiting: row.waiting } },
  });
  if (changed !== undefined) await publishJob(changed);
  return changed;
}

export function stateMachineOf(type: JobType): string {
  const machines = stateMachinesSchema.parse(JSON.parse(readEnvironment(["stateMachines"]).stateMachines));
  const arn = machines[type];
  if (arn === undefined) throw new Error(`No state machine for ${type}`);
  return arn;
}
