import { VintnerError } from "../contract/errors.ts";
import type { PlanSummary } from "../contract/plan-summary.ts";
import type { JobRow } from "../domain/job-row.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import { markPlanned } from "../store/vines.ts";
import type { Clock } from "../trellis/clock.ts";
import { publishJob } from "../trellis/publish-job.ts";
import { activeJob, runStep } from "../trellis/run-step.ts";

/** Ends the job with SUCCESS, unless a cancel came first; a vine that was planned is PLANNED then. A retry finds it done. */
export async function reportResults(jobId: string, clock: Pick<Clock, "now">): Promise<void> {
  const known = await getJob(jobId);
  if (known?.status === "SUCCESS") return markTarget(known);
  await runStep(
    jobId,
    "Report Results",
    async (row) => {
      const ended = await changeJob(row.id, {
        set: { status: "SUCCESS", completed_at: clock.now().toISOString(), progress: null, waiting: null },
        when: { status: ["PROCESSING"], attempt: row.attempt },
      });
      if (ended === undefined) {
        await activeJob(row.id);
        throw new VintnerError("STALE_ATTEMPT", "The job moved on while its results were being reported");
      }
      await markTarget(ended);
      await publishJob(ended);
      return resultOf(ended);
    },
    clock,
  );
}

async function markTarget({ type, target }: JobRow): Promise<void> {
  if (type === "PLAN") await markPlanned(target.id);
}

function resultOf({ target, execution_metadata: { plan } }: JobRow): string {
  return plan === undefined ? `${target.name} is done` : `${target.name} is planned: ${countsOf(plan)}`;
}

function countsOf({ has_changes, add, change, destroy }: PlanSummary): string {
  return has_changes ? `${add} to add, ${change} to change, ${destroy} to destroy` : "no changes";
}
