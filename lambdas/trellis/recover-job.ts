import { VintnerError } from "../contract/errors.ts";
import { isTerminal } from "../contract/job.ts";
import { reportStepNumber } from "../contract/job-types.ts";
import type { Person } from "../contract/person.ts";
import type { Archive } from "../cloud/archive.ts";
import type { RunnerTasks } from "../cloud/runner-task.ts";
import type { StateLocks } from "../cloud/state-lock.ts";
import type { JobRow } from "../domain/job-row.ts";
import { stateKey } from "../domain/state-key.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import type { Clock } from "./clock.ts";
import { closeJob } from "./close-job.ts";
import { logEvent } from "./log-event.ts";
import { systemLog } from "./system-log.ts";

export interface RecoverDependencies {
  readonly clock: Clock;
  readonly runnerTasks: RunnerTasks;
  readonly stateLocks: StateLocks;
  readonly archive: Archive;
}

/**
 * Closes a job whose runner was lost amid changes: proves that no task of it runs, frees the lock of its state and no
 * other, says so in the log, and closes. A repeat after a crash in the middle goes on. Undefined without such a job.
 */
export async function recoverJob(
  id: string,
  { person, reason }: { readonly person: Person; readonly reason: string },
  { clock, runnerTasks, stateLocks, archive }: RecoverDependencies,
): Promise<JobRow | undefined> {
  const row = await getJob(id);
  if (row === undefined) return undefined;
  if (row.open === undefined || !row.recovery_needed || !isTerminal(row.status)) {
    throw new VintnerError("NOT_RECOVERABLE", "The job has not lost its runner while Terraform was changing things.");
  }
  await proveGone(id, runnerTasks);
  const freed = await freeStateLock(row, stateLocks);
  const log = await systemLog(row, reportStepNumber, clock);
  await log.say(`Recovered by ${person.name}: ${reason}`);
  await log.end(freed);
  const recovery = { by: person.name, at: clock.now().toISOString(), reason };
  logEvent("recovered", { job_id: id, user: person.name, detail: reason });
  const changed = await changeJob(id, { set: { recovery_needed: false, recovery }, when: { notClosed: true } });
  return closeJob(changed ?? row, { clock, archive });
}

async function proveGone(jobId: string, tasks: RunnerTasks): Promise<void> {
  const alive = (await tasks.ofJob(jobId)).find((task) => !task.stopped);
  if (alive === undefined) return;
  throw new VintnerError("RUNNER_ALIVE", `The runner's task is ${alive.lastStatus}; it has to be STOPPED.`);
}

async function freeStateLock(row: JobRow, locks: StateLocks): Promise<string> {
  const key = stateKey(row.target);
  const held = await locks.read(key);
  if (held === undefined) return `No lock was left on the state ${key}`;
  if (await locks.free(key, held.etag)) return `Freed the lock ${held.id} of ${held.who} on the state ${key}`;
  throw new VintnerError("RUNNER_ALIVE", "The state's lock was taken anew by somebody else meanwhile.");
}
