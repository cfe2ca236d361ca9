import { useMemo } from "react";
import { Link } from "wouter";
import type { Job } from "../../../lambdas/contract/job.ts";
import { everyJob } from "../api/trellis.ts";
import { JobTable } from "../jobs/job-table.tsx";
import { useJobs } from "../jobs/use-jobs.ts";
import { useIdentities } from "../identities/use-identities.ts";
import { LiveMark } from "../parts/live-mark.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { useSession } from "../session/use-session.ts";
import { useTendrils } from "../tendrils/use-tendrils.ts";
import { useVines } from "../vines/use-vines.ts";
import { FirstStepsCard } from "./first-steps-card.tsx";
import { IdentityGlance, TendrilGlance, VineGlance } from "./glances.tsx";

/** What is open, whether all is well, and for a newcomer what to do first. */
export function HomePage() {
  const session = useSession();
  const { query: jobsQuery, liveness } = useJobs(everyJob);
  const { query: tendrils } = useTendrils();
  const identities = useIdentities();
  const jobs = useMemo(() => (jobsQuery.data?.pages ?? []).flatMap((page) => page.items), [jobsQuery.data]);
  const vinesQuery = useVines();
  const vines = useMemo(() => (vinesQuery.data?.pages ?? []).flatMap((page) => page.items), [vinesQuery.data]);
  const failed = [jobsQuery, tendrils, identities, vinesQuery].find((query) => query.isError);
  const isRead = jobsQuery.isSuccess && tendrils.isSuccess && identities.isSuccess && vinesQuery.isSuccess;
  return (
    <Page title="Home" actions={<LiveMark liveness={liveness} />}>
      {failed === undefined ? null : (
        <ProblemView
          error={failed.error}
          what="Not all of this page could be loaded"
          onRetry={() => void failed.refetch()}
        />
      )}
      {isRead ? (
        <>
          <FirstStepsCard there={{ identities: identities.data.items, tendrils: tendrils.data.items, vines, jobs }} />
          <HomeJobs jobs={jobs} />
          <div className="glances">
            <VineGlance vines={vines} />
            <TendrilGlance tendrils={tendrils.data.items} />
            <IdentityGlance identities={identities.data.items} />
          </div>
        </>
      ) : failed === undefined ? (
        <Loading what="the page" />
      ) : null}
      <p className="home-foot dim">
        You are {session.name}, in the group {session.group}. <Link href="/api-reference">API reference</Link>
      </p>
    </Page>
  );
}

const shownMax = 6;

/** The open ones; while there are none, those that ended last. */
function HomeJobs({ jobs }: { readonly jobs: readonly Job[] }) {
  const open = jobs.filter((job) => job.closed_at === null);
  if (jobs.length === 0) return null;
  const shown = (open.length > 0 ? open : jobs).slice(0, shownMax);
  return (
    <section className="page-section" aria-labelledby="home-jobs">
      <div className="section-head">
        <h2 id="home-jobs">{open.length > 0 ? `Open jobs (${open.length})` : "Last jobs"}</h2>
        <Link href="/jobs">All jobs</Link>
      </div>
      <JobTable jobs={shown} stale={false} />
    </section>
  );
}
