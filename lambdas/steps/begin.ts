import { jobTypeFacts } from "../contract/job-types.ts";
import { limits } from "../contract/limits.ts";
import type { JobRow } from "../domain/job-row.ts";
import type { Clock } from "../trellis/clock.ts";
import { activeJob, runStep } from "../trellis/run-step.ts";
import { recordStart } from "../trellis/steps.ts";

/**
 * Takes the job from QUEUED to PROCESSING; a retry finds it there already. A Tendril's job stays QUEUED until a Tendril
 * has claimed it.
 */
export async function begin(jobId: string, clock: Pick<Clock, "now">): Promise<void> {
  const queued = await activeJob(jobId);
  await runStep(
    queued,
    "Begin",
    async ({ target, deployment, created_by, attempt, type }, log) => {
      if (attempt > 1)
        await log.say(`Attempt ${attempt} of ${limits.attemptsMax}. ${queued.waiting?.detail ?? ""}`.trim());
      const place = deployment === undefined ? "" : ` in ${deployment.region}`;
      return `${jobTypeFacts[type].label} ${target.name}${place}, asked for by ${created_by}`;
    },
    clock,
    startProcessing,
  );
}

/** Records the start of the step and, in the same write, of what runs on the platform. Undefined as in `recordStart`. */
export function startProcessing(row: JobRow, name: string, clock: Pick<Clock, "now">): Promise<JobRow | undefined> {
  if (jobTypeFacts[row.type].runsOn === "tendril") return recordStart(row, name, clock);
  return recordStart(row, name, clock, {
    set: { status: "PROCESSING", waiting: null, started_at: row.started_at ?? clock.now().toISOString() },
    status: ["QUEUED", "PROCESSING"],
  });
}
