import { systemClock } from "../trellis/clock.ts";
import { runStep } from "../trellis/run-step.ts";
import { begin } from "./begin.ts";
import { cacheResources } from "./cache-resources.ts";
import { reportFailure, type ReportedFailure } from "./report-failure.ts";
import { reportResults } from "./report-results.ts";
import { settleRun, type Settled } from "./settle-run.ts";
import { jobStepInputSchema } from "./step-input.ts";
import type { Placement } from "../domain/capacity.ts";
import { waitForCapacity } from "./wait-for-capacity.ts";

/** The steps that need the tables alone. */
export async function handler(event: unknown): Promise<Placement | Settled | ReportedFailure | null> {
  const input = jobStepInputSchema.parse(event);
  switch (input.step) {
    case "Begin":
      await begin(input.job_id, systemClock);
      return null;
    case "Wait For Capacity":
      return waitForCapacity(input.job_id, input.error, input.placement);
    case "Settle Run":
      return settleRun(input.job_id, input.error, systemClock);
    case "Cache Resources":
      await runStep(input.job_id, input.step, cacheResources(systemClock));
      return null;
    case "Report Results":
      await reportResults(input.job_id, systemClock);
      return null;
    case "Report Failure":
      return reportFailure(input.job_id, input.error, systemClock);
  }
}
