import { VintnerError } from "../../contract/errors.ts";
import type { Step } from "../../contract/job.ts";
import type { ProgressReport } from "../../contract/worker.ts";
import { stepKey, type JobRow } from "../../domain/job-row.ts";
import { runnerStep, startsChanges } from "../../domain/runner-steps.ts";
import { changeJob, type JobChange } from "../../store/jobs.ts";
import type { HeldJob } from "./worker-job.ts";

/**
 * Records what a runner reports, in one write fenced by attempt and token. Answers the row as it then is. The outcome
 * counts once: the same one again is harmless, another one is refused.
 */
export async function recordProgress(row: HeldJob, report: ProgressReport, now: Date): Promise<JobRow> {
  if (row.outcome !== undefined && report.outcome !== undefined) {
    if (row.outcome.outcome === report.outcome && row.outcome.error_code === report.error_code) return row;
    throw new VintnerError("STALE_ATTEMPT", `The runner has already reported ${row.outcome.outcome}`);
  }
  const change = changeOf(row, report, now);
  const changed = await changeJob(row.id, {
    ...change,
    when: {
      attempt: row.attempt,
      notClosed: true,
      jobTokenHash: row.job_token_hash,
      ...(report.outcome !== undefined && { absent: ["outcome"] }),
    },
  });
  if (changed === undefined)
    throw new VintnerError("STALE_ATTEMPT", "The job moved on while the report was on its way");
  return changed;
}

type Deep = NonNullable<JobChange["setAt"]>[number];

function changeOf(row: JobRow, report: ProgressReport, now: Date): JobChange {
  const step = report.step === undefined ? undefined : stepOf(row, report.step, now);
  return {
    set: {
      ...(report.progress !== undefined && { progress: report.progress }),
      ...(step !== undefined && startsChanges(row.type, step) && { changes_started: true }),
      ...(report.outcome !== undefined && {
        outcome: {
          outcome: report.outcome,
          ...(report.error_code !== undefined && { error_code: report.error_code }),
          ...(report.error_message !== undefined && { error_message: report.error_message }),
          at: now.toISOString(),
        },
      }),
    },
    setAt: [...stopTimes(row, report, now), ...metadata(report, step)],
    ...(step !== undefined && { setStep: step }),
  };
}

function stepOf(row: JobRow, { number, event, ok }: NonNullable<ProgressReport["step"]>, now: Date): Step {
  const known = runnerStep(row.type, number);
  if (known === undefined) {
    const errors = [{ pointer: "/step/number", detail: "is not a step of the runner" }];
    throw new VintnerError("INVALID_REQUEST", `The runner has no step ${number} in this job`, { errors });
  }
  const at = now.toISOString();
  const before = row.steps[stepKey(row.attempt, number)];
  const started = before ?? { ...known, attempt: row.attempt, started_at: at, ended_at: null, ok: null };
  return event === "started" ? started : { ...started, ended_at: started.ended_at ?? at, ok: ok ?? true };
}

/** `stop` is only ever set, so what was there when the row was read is there when it is written. */
function stopTimes(row: JobRow, report: ProgressReport, now: Date): Deep[] {
  if (row.stop === null) return [];
  const times: Deep[] = [];
  if (report.interrupted_at !== undefined && row.stop.interrupted_at === null) {
    times.push({ path: ["stop", "interrupted_at"], value: report.interrupted_at });
  }
  if (report.outcome !== undefined && row.stop.stopped_at === null) {
    times.push({ path: ["stop", "stopped_at"], value: now.toISOString() });
  }
  return times;
}

function metadata({ execution_metadata: found = {} }: ProgressReport, step: Step | undefined): Deep[] {
  const { seconds = {}, ...rest } = found;
  const known = { ...secondsOf(step), ...seconds };
  return [
    ...Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ path: ["execution_metadata", name], value })),
    ...Object.entries(known).map(([name, value]) => ({ path: ["execution_metadata", "seconds", name], value })),
  ];
}

function secondsOf(step: Step | undefined): Record<string, number> {
  if (step?.ended_at === undefined || step.ended_at === null) return {};
  const millis = Date.parse(step.ended_at) - Date.parse(step.started_at);
  return { [step.name]: Math.round(millis / 100) / 10 };
}
