import { topics } from "../contract/realtime.ts";
import type { JobRow } from "../domain/job-row.ts";
import { presentJobEvent } from "../domain/present-job.ts";
import { publish } from "./publish.ts";

/** Pushes a job to its own page and to the list. */
export async function publishJob(row: JobRow): Promise<void> {
  const message = { type: "job", job: presentJobEvent(row) } as const;
  await Promise.all([publish(topics.job(row.id), message), publish(topics.jobs, message)]);
}
