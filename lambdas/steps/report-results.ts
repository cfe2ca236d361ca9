import { VintnerError } from "../contract/errors.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { publishJob } from "../trellis/publish-job.ts";
import { activeJob, runStep } from "../trellis/run-step.ts";

/** Ends the job with SUCCESS, unless a cancel came first. A retry finds it done. */
export async function reportResults(jobId: string, clock: Pick<Clock, "now">): Promise<void> {
  const known = await getJob(jobId);
  if (known?.status === "SUCCESS") return;
  await runStep(
    jobId,
    "Report Results",
    async (row, log) => {
      const ended = await changeJob(row.id, {
        set: { status: "SUCCESS", completed_at: clock.now().toISOString(), progress: null, waiting: null },
        when: { status: ["PROCESSING"], attempt: row.attempt },
      });
      if (ended === undefined) {
        await activeJob(row.id);
        throw new VintnerError("STALE_ATTEMPT", "The job moved on while its results were being reported");
      }
      await publishJob(ended);
      await log.say(`${row.target.name} is done`);
    },
    clock,
  );
}
