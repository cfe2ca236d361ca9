import { useCallback } from "react";
import { Link, useSearchParams } from "wouter";
import type { JobFilter } from "../api/trellis.ts";
import { Icon } from "../parts/icon.tsx";
import { LiveMark } from "../parts/live-mark.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { MoreButton } from "../parts/more-button.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { JobFilters } from "./job-filters.tsx";
import { JobTable } from "./job-table.tsx";
import { useJobs } from "./use-jobs.ts";

export function JobsPage() {
  const [filter, changeFilter, clearFilter] = useFilter();
  const { query, liveness } = useJobs(filter);
  const filtered = Object.values(filter).some((value) => value !== "");
  const jobs = query.data?.pages.flatMap((page) => page.items) ?? [];
  const firstRun = query.isSuccess && !query.isPlaceholderData && !filtered && jobs.length === 0;
  return (
    <Page title="Jobs" actions={<JobsActions liveness={liveness} />}>
      {firstRun ? null : <JobFilters filter={filter} onChange={changeFilter} />}
      {query.isError ? (
        <ProblemView error={query.error} what="The jobs could not be loaded" onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <Loading what="jobs" /> : null}
      {firstRun ? <FirstRun /> : null}
      {query.isSuccess && filtered && jobs.length === 0 ? <NothingFits onClear={clearFilter} /> : null}
      {jobs.length > 0 ? <JobTable jobs={jobs} stale={query.isPlaceholderData} /> : null}
      <MoreButton query={query}>Show older jobs</MoreButton>
    </Page>
  );
}

/** The filter lives in the address: a link to it can be shared and the Back button works. */
function useFilter(): [JobFilter, (change: Partial<JobFilter>) => void, () => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (part: Partial<JobFilter>) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(part)) {
            if (value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: part.q !== undefined },
      ),
    [setParameters],
  );
  const clear = useCallback(() => setParameters({}), [setParameters]);
  const read = (name: string) => parameters.get(name) ?? "";
  const filter = {
    status: read("status"),
    type: read("type"),
    q: read("q"),
    tendril_id: read("tendril_id"),
    vine_id: read("vine_id"),
  };
  return [filter, change, clear];
}

function JobsActions({ liveness }: { readonly liveness: Parameters<typeof LiveMark>[0]["liveness"] }) {
  const session = useSession();
  return (
    <>
      <LiveMark liveness={liveness} />
      {may(session, "operator") ? (
        <Link className="button button-primary" href="/tendrils/new">
          <Icon name="plus" />
          Deploy a Tendril
        </Link>
      ) : (
        <NeedsGroup group="operator">create jobs</NeedsGroup>
      )}
    </>
  );
}

function FirstRun() {
  const mayDeploy = may(useSession(), "operator");
  return (
    <section className="empty card">
      <h2>Plant your first Tendril</h2>
      <p className="dim">
        A Tendril is a Terraform execution agent that Vintner deploys into your AWS account. Each operation is a job,
        and each job shows its log live on its own page.
      </p>
      {mayDeploy ? (
        <Link className="button button-primary" href="/tendrils/new">
          Deploy a Tendril
        </Link>
      ) : (
        <p className="dim">A member of the group operator can deploy one.</p>
      )}
    </section>
  );
}

function NothingFits({ onClear }: { readonly onClear: () => void }) {
  return (
    <section className="empty">
      <h2>No job fits</h2>
      <p className="dim">No job has all of this at once.</p>
      <button type="button" className="button" onClick={onClear}>
        Show all jobs
      </button>
    </section>
  );
}
