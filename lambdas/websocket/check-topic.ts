import { VintnerError } from "../contract/errors.ts";
import { jobOfTopic, topics } from "../contract/realtime.ts";
import { getJob } from "../store/jobs.ts";
import type { Subscriber } from "../store/tickets.ts";

/** People may follow jobs and Tendrils; a worker hears of its own work and of nothing else. */
export async function checkTopic(topic: string, who: Subscriber): Promise<void> {
  if (who.kind === "worker") {
    if (topic === topics.tendril(who.id)) return;
    throw new VintnerError("FORBIDDEN", "A worker may follow its own topic only.");
  }
  if (topic === topics.jobs || topic === topics.tendrils) return;
  const jobId = jobOfTopic(topic);
  if (jobId !== undefined && (await getJob(jobId)) !== undefined) return;
  throw new VintnerError("NOT_FOUND", "There is no such topic.");
}
