import { VintnerError } from "../contract/errors.ts";
import { jobTypeFacts } from "../contract/job-types.ts";
import { limits } from "../contract/limits.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { activeJob, runStep } from "../trellis/run-step.ts";

/**
 * Takes the job from QUEUED to PROCESSING; a retry finds it there already. A Tendril's job stays QUEUED until a Tendril
 * has claimed it.
 */
export async function begin(jobId: string, clock: Pick<Clock, "now">): Promise<void> {
  const queued = await activeJob(jobId);
  await runStep(
    jobTypeFacts[queued.type].runsOn === "tendril" ? queued : await startProcessing(queued, clock),
    "Begin",
    async ({ target, deployment, created_by, attempt, type }, log) => {
      if (attempt > 1)
        await log.say(`Attempt ${attempt} of ${limits.attemptsMax}. ${queued.waiting?.detail ?? ""}`.trim());
      const place = deployment === undefined ? "" : ` in ${deployment.region}`;
      await log.say(`${jobTypeFacts[type].label} ${target.name}${place}, asked for by ${created_by}`);
    },
    clock,
  );
}

async function startProcessing(row: JobRow, clock: Pick<Clock, "now">): Promise<JobRow> {
  if (row.status === "PROCESSING") return row;
  const started = await changeJob(row.id, {
    set: { status: "PROCESSING", waiting: null, started_at: row.started_at ?? clock.now().toISOString() },
    when: { status: ["QUEUED"], attempt: row.attempt },
  });
  if (started !== undefined) return started;
  const moved = await activeJob(row.id);
  if (moved.status === "PROCESSING") return moved;
  throw new VintnerError("STALE_ATTEMPT", "The job moved on while it was being begun");
}
