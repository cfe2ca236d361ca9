import { Link } from "wouter";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { everyJob } from "../api/trellis.ts";
import { LastJobs } from "../jobs/last-jobs.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { LiveMark } from "../parts/live-mark.tsx";
import { Loading } from "../parts/loading.tsx";
import { NotThere, isNotThere } from "../parts/not-there.tsx";
import { useTitle } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { Ago } from "../parts/time.tsx";
import type { Liveness } from "../realtime/use-topic.ts";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { DestroyButton } from "./destroy-button.tsx";
import { Presence } from "./tendril-status.tsx";
import { updateState } from "./tendril-version.ts";
import { UpdateButton } from "./update-button.tsx";
import { useTendril } from "./use-tendril.ts";

export function TendrilPage({ id }: { readonly id: string }) {
  const { query, liveness } = useTendril(id);
  useTitle(query.data === undefined ? `Tendril ${id.slice(0, 8)}` : `Tendril ${query.data.name}`);
  // One that was there a moment ago and is destroyed now must not look as if it were still there.
  if (isNotThere(query.error)) {
    return (
      <NotThere title="There is no such Tendril" error={query.error} href="/tendrils" to="Go to the Tendrils">
        It was destroyed, or is not registered yet. <Link href={`/jobs?tendril_id=${id}`}>See its jobs</Link>.
      </NotThere>
    );
  }
  if (query.isPending) return <Loading what="the Tendril" />;
  return (
    <div className="page">
      {query.isError ? (
        <ProblemView error={query.error} what="The Tendril could not be read" onRetry={() => void query.refetch()} />
      ) : null}
      {query.data === undefined ? null : <TendrilHead tendril={query.data} liveness={liveness} />}
      <LastJobs
        filter={{ ...everyJob, tendril_id: id }}
        none="No job has run on this Tendril, and none was about it."
      />
    </div>
  );
}

function TendrilHead({ tendril, liveness }: { readonly tendril: Tendril; readonly liveness: Liveness }) {
  return (
    <header className="thing-head">
      <Link className="back" href="/tendrils">
        Tendrils
      </Link>
      <div className="job-title">
        <h1>
          Tendril <span className="job-target">{tendril.name}</span>
        </h1>
        <Presence status={tendril.status} />
        <LiveMark liveness={liveness} />
        <TendrilActions tendril={tendril} />
      </div>
      <TendrilFacts tendril={tendril} />
      <VersionNote tendril={tendril} />
    </header>
  );
}

function TendrilActions({ tendril }: { readonly tendril: Tendril }) {
  const session = useSession();
  if (!may(session, "operator")) return <NeedsGroup group="operator">update or destroy it</NeedsGroup>;
  return (
    <div className="page-actions">
      {tendril.mode === "self-hosted" ? null : <UpdateButton tendril={tendril} />}
      <DestroyButton tendrilId={tendril.id} name={tendril.name} kind={tendril.mode} />
    </div>
  );
}

function TendrilFacts({ tendril }: { readonly tendril: Tendril }) {
  const { id, mode, region, version, current_job_id: job, last_heartbeat_at: heartbeat } = tendril;
  return (
    <dl className="job-facts">
      <div>
        <dt>Id</dt>
        <dd>
          <code title={id}>{id.slice(0, 8)}</code>
          <CopyButton label="Copy the Tendril's id" text={() => id} className="button button-icon" />
        </dd>
      </div>
      <div>
        <dt>Mode</dt>
        <dd>{mode}</dd>
      </div>
      <div>
        <dt>Region</dt>
        <dd>{region ?? "–"}</dd>
      </div>
      <div>
        <dt>Version</dt>
        <dd className="number">{version ?? "not told yet"}</dd>
      </div>
      <div>
        <dt>Current job</dt>
        <dd>{job === null ? "none" : <Link href={`/jobs/${job}`}>{job.slice(0, 8)}</Link>}</dd>
      </div>
      <div>
        <dt>Last heartbeat</dt>
        <dd className="number">{heartbeat === null ? "none yet" : <Ago at={heartbeat} />}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd className="number">
          <Ago at={tendril.created_at} />
        </dd>
      </div>
    </dl>
  );
}

function VersionNote({ tendril }: { readonly tendril: Tendril }) {
  const state = updateState(tendril);
  const { version, latest_version: latest } = tendril;
  if (version === null || version === latest) return null;
  return (
    <p className="version-note">
      <span className="chip chip-update">{latest} available</span>{" "}
      {state.can ? `This Tendril runs ${version}.` : `This Tendril runs ${version}. ${state.why}.`}
    </p>
  );
}
