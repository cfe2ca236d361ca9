import { systemClock } from "../trellis/clock.ts";
import { begin } from "./begin.ts";
import { reportFailure, type ReportedFailure } from "./report-failure.ts";
import { reportResults } from "./report-results.ts";
import { settleRun, type Settled } from "./settle-run.ts";
import { jobStepInputSchema } from "./step-input.ts";

/** The steps that need the tables alone. */
export async function handler(event: unknown): Promise<Settled | ReportedFailure | null> {
  const input = jobStepInputSchema.parse(event);
  switch (input.step) {
    case "Begin":
      await begin(input.job_id, systemClock);
      return null;
    case "Settle Run":
      return settleRun(input.job_id, input.error, systemClock);
    case "Report Results":
      await reportResults(input.job_id, systemClock);
      return null;
    case "Report Failure":
      return reportFailure(input.job_id, input.error, systemClock);
  }
}
