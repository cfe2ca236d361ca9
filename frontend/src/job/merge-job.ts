import { isTerminal } from "../job-status.ts";
import type { Job, JobEvent } from "../../../lambdas/contract/job.ts";

/**
 * `old` brought up to date by an event. Events are pushed in parallel and may overtake each other: one that is older
 * than what we have is passed over. What an event does not carry stays until the job is read again.
 */
export function mergeJob(old: Job, event: JobEvent): Job {
  if (isOlder(event, old)) return old;
  // A push has room for the first of many missing keys only.
  const missing = event.log.missing.length < old.log.missing.length ? old.log.missing : event.log.missing;
  return { ...old, ...event, log: { ...event.log, missing } };
}

function isOlder(event: JobEvent, old: JobEvent): boolean {
  if (event.attempt !== old.attempt) return event.attempt < old.attempt;
  if (old.closed_at !== null && event.closed_at === null) return true;
  if (isTerminal(old.status) && !isTerminal(event.status)) return true;
  if (old.status === "PROCESSING" && event.status === "QUEUED") return true;
  const oldRank = rankOf(old);
  const newRank = rankOf(event);
  const first = newRank.findIndex((value, index) => value !== oldRank[index]);
  return first !== -1 && (newRank[first] ?? 0) < (oldRank[first] ?? 0);
}

/** Numbers of a job that only ever grow, from the one that tells the most. */
function rankOf(job: JobEvent): readonly number[] {
  const ended = job.steps.filter((step) => step.ended_at !== null).length;
  const stop = [job.stop?.requested_at, job.stop?.interrupted_at, job.stop?.stopped_at].filter(Boolean).length;
  return [stop, job.steps.length, ended, job.log.lines];
}
