import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { jobTypeFacts } from "../../../lambdas/contract/job-types.ts";
import { trellis } from "../api/trellis.ts";
import { statusTexts, statusWords } from "../job-status.ts";
import { StatusMark } from "../parts/status-mark.tsx";

const pollMillis = 5_000;

/** The job that was about a vine last: how it is, and the way to it. */
export function LastJob({ id }: { readonly id: string }) {
  const { data: job } = useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => trellis.job(id, signal),
    // One that is closed does not change any more.
    refetchInterval: ({ state }) => (state.data?.closed_at === null ? pollMillis : false),
  });
  if (job === undefined) {
    return (
      <Link className="id over-row" href={`/jobs/${id}`}>
        {id.slice(0, 8)}
      </Link>
    );
  }
  const { tone } = statusWords(job);
  return (
    <Link className={`status status-${tone} over-row last-job`} href={`/jobs/${id}`}>
      <StatusMark tone={tone} />
      {jobTypeFacts[job.type].label}: {statusTexts[job.status].toLowerCase()}
    </Link>
  );
}
