import { Link } from "wouter";
import type { JobFilter } from "../api/trellis.ts";
import { Loading } from "../parts/loading.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { JobTable } from "./job-table.tsx";
import { useJobs } from "./use-jobs.ts";

interface LastJobsProps {
  readonly filter: JobFilter;
  /** Which of them are meant; all of the filter by default. */
  readonly only?: (targetId: string) => boolean;
  readonly none: string;
}

const shownMax = 8;

/** The newest jobs of one thing, on its own page. */
export function LastJobs({ filter, only, none }: LastJobsProps) {
  const { query } = useJobs(filter);
  const found = (query.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((job) => only === undefined || only(job.target.id));
  const address = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "")).toString();
  return (
    <section className="page-section" aria-labelledby="last-jobs">
      <div className="section-head">
        <h2 id="last-jobs">Last jobs</h2>
        {found.length > 0 ? <Link href={`/jobs?${address}`}>All of them</Link> : null}
      </div>
      {query.isPending ? <Loading what="jobs" /> : null}
      {query.isError ? (
        <ProblemView error={query.error} what="The jobs could not be loaded" onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && found.length === 0 ? <p className="dim">{none}</p> : null}
      {found.length > 0 ? <JobTable jobs={found.slice(0, shownMax)} stale={query.isPlaceholderData} /> : null}
    </section>
  );
}
