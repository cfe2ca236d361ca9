import type { InfiniteData } from "@tanstack/react-query";
import type { Job, JobEvent } from "../../../lambdas/contract/job.ts";
import type { JobFilter, List } from "../api/trellis.ts";
import { mergeJob } from "../job/merge-job.ts";

export type JobPages = InfiniteData<List<Job>, string | undefined>;

/** The loaded pages after a job's event: changed in place, taken out when the filter no longer fits, or new on top. */
export function applyJobEvent(pages: JobPages, event: JobEvent, filter: JobFilter): JobPages {
  const known = pages.pages.some((page) => page.items.some((job) => job.id === event.id));
  if (!known) return matches(event, filter) ? addOnTop(pages, event) : pages;
  const change = (items: readonly Job[]) =>
    items
      .map((job) => (job.id === event.id ? mergeJob(job, event) : job))
      .filter((job) => job.id !== event.id || filter.q !== "" || matches(job, filter));
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) };
}

/** A job that is older than the first of the list came into view by an event of its end: its place is further down. */
function addOnTop(pages: JobPages, event: JobEvent): JobPages {
  const [first, ...others] = pages.pages;
  if (first === undefined) return pages;
  const newest = first.items[0];
  if (newest !== undefined && newest.created_at > event.created_at) return pages;
  const job: Job = { ...event, config_snapshot: {}, execution_metadata: { seconds: {} } };
  return { ...pages, pages: [{ ...first, items: [job, ...first.items] }, ...others] };
}

/** What `q` searches is Trellis's to know: a list that is searched only changes the jobs that it shows. */
function matches(job: JobEvent, filter: JobFilter): boolean {
  return (
    filter.q === "" &&
    (filter.status === "" || filter.status === job.status) &&
    (filter.type === "" || filter.type === job.type) &&
    (filter.tendril_id === "" || isOfTendril(job, filter.tendril_id)) &&
    (filter.vine_id === "" || (job.target.kind === "vine" && job.target.id === filter.vine_id))
  );
}

/** A job is of a Tendril that it runs on, and of one that it is about. */
function isOfTendril({ tendril_id: runsOn, target }: JobEvent, tendrilId: string): boolean {
  return runsOn === tendrilId || (target.kind === "tendril" && target.id === tendrilId);
}
