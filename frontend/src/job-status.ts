import type { JobEvent, JobStatus } from "../../lambdas/contract/job.ts";
import { stopWords } from "./job/stop-words.ts";

export function isTerminal(status: JobStatus): boolean {
  return status === "SUCCESS" || status === "FAILED" || status === "CANCELLED";
}

/** How a job's state is told: `tone` chooses colour and icon. */
export interface StatusWords {
  readonly tone: "queued" | "running" | "stopping" | "success" | "failed" | "cancelled";
  readonly text: string;
}

export const statusTexts: Readonly<Record<JobStatus, string>> = {
  QUEUED: "Queued",
  PROCESSING: "Processing",
  SUCCESS: "Success",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
};

/** CANCELLED is set at once; until what ran is proven gone the words say so. */
export function isStopping(job: Pick<JobEvent, "status" | "stop" | "closed_at">): boolean {
  return job.status === "CANCELLED" && job.stop !== null && job.stop.stopped_at === null && job.closed_at === null;
}

export function statusWords(job: Pick<JobEvent, "type" | "status" | "stop" | "closed_at">): StatusWords {
  if (isStopping(job)) return { tone: "stopping", text: stopWords(job.type).waiting };
  const text = statusTexts[job.status];
  switch (job.status) {
    case "QUEUED":
      return { tone: "queued", text };
    case "PROCESSING":
      return { tone: "running", text };
    case "SUCCESS":
      return { tone: "success", text };
    case "FAILED":
      return { tone: "failed", text };
    case "CANCELLED":
      return { tone: "cancelled", text };
  }
}
