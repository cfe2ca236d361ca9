import { operationsEvents } from "../contract/operations-events.ts";
import type { Execution } from "../cloud/executions.ts";
import type { JobRow } from "../domain/job-row.ts";
import { jobErrorOf, type JobError } from "../domain/caught-error.ts";
import { changeJob, getJob } from "../store/jobs.ts";
import type { Clock } from "../trellis/clock.ts";
import { logEvent } from "../trellis/log-event.ts";
import { logFailure } from "../trellis/log-failure.ts";
import { publishJob } from "../trellis/publish-job.ts";

/** Ends a job whose execution is over without having reported. A status written meanwhile wins. */
export async function endByExecution(
  row: JobRow,
  execution: Execution | undefined,
  clock: Pick<Clock, "now">,
): Promise<JobRow> {
  const { code, message } = errorOf(execution);
  const ended = await changeJob(row.id, {
    set: {
      status: "FAILED",
      error_code: code,
      error_message: message,
      completed_at: clock.now().toISOString(),
      progress: null,
      waiting: null,
    },
    when: { status: ["QUEUED", "PROCESSING"], notClosed: true },
  });
  if (ended === undefined) return (await getJob(row.id)) ?? row;
  logEvent(operationsEvents.endedByCloser, { job_id: row.id, code });
  logFailure(row.id, { code });
  await publishJob(ended);
  return ended;
}

function errorOf(execution: Execution | undefined): JobError {
  const reason = [execution?.error, execution?.cause].filter((part) => part !== undefined && part !== "").join(": ");
  const because = reason === "" ? "" : `: ${reason}`;
  switch (execution?.status) {
    case "ABORTED":
      return { code: "EXECUTION_ABORTED", message: `The execution was aborted from outside${because}` };
    case "TIMED_OUT":
      return { code: "EXECUTION_TIMED_OUT", message: `The execution timed out${because}` };
    case "FAILED":
      return jobErrorOf({ Error: execution.error, Cause: execution.cause });
    case undefined:
      return { code: "EXECUTION_FAILED", message: "The execution of the job is gone" };
    default:
      return { code: "EXECUTION_FAILED", message: "The execution ended without a result" };
  }
}
