import { operationsEvents } from "../contract/operations-events.ts";
import { listOpenJobs } from "../store/jobs.ts";
import { logEvent } from "../trellis/log-event.ts";
import { tendJob, type Tending } from "./tend-job.ts";

/** So many jobs are looked at side by side. */
const batchSize = 10;

/** Looks after every open job: what the events missed. One bad job does not keep the others from it. */
export async function sweep(tending: Tending): Promise<void> {
  const rows = await listOpenJobs();
  for (let start = 0; start < rows.length; start += batchSize) {
    await Promise.all(rows.slice(start, start + batchSize).map((row) => tendSafely(row.id, tending)));
  }
}

async function tendSafely(jobId: string, tending: Tending): Promise<void> {
  try {
    await tendJob(jobId, tending);
  } catch (error) {
    logEvent(operationsEvents.notSwept, { job_id: jobId, error });
  }
}
