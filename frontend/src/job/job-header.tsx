import { Link } from "wouter";
import type { Job } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts } from "../../../lambdas/contract/job-types.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { LiveMark } from "../parts/live-mark.tsx";
import { StatusBadge } from "../parts/status-mark.tsx";
import { Ago, Duration } from "../parts/time.tsx";
import { shortTime } from "../time-text.ts";
import type { Liveness } from "../realtime/use-topic.ts";
import { tendrilName } from "../jobs/tendril-name.ts";
import { JobActions } from "./job-actions.tsx";
import { jobLabel } from "./job-results.ts";

export function JobHeader({ job, liveness }: { readonly job: Job; readonly liveness: Liveness | undefined }) {
  return (
    <header className="job-head">
      <Link className="back" href="/jobs">
        Jobs
      </Link>
      <div className="job-title">
        <h1>
          {jobLabel(job)} <TargetName target={job.target} />
        </h1>
        <StatusBadge job={job} />
        {liveness === undefined ? null : <LiveMark liveness={liveness} />}
        <JobActions job={job} />
      </div>
      <JobFacts job={job} />
      {job.status === "PROCESSING" && job.progress !== null ? <TerraformProgress progress={job.progress} /> : null}
    </header>
  );
}

const places = { tendril: "tendrils", cloud_identity: "cloud-identities", vine: "vines" } as const;

/** Leads to the page of what the job is about. */
function TargetName({ target: { kind, id, name } }: { readonly target: Job["target"] }) {
  return (
    <Link className="job-target" href={`/${places[kind]}/${id}`}>
      {name}
    </Link>
  );
}

function JobFacts({ job }: { readonly job: Job }) {
  return (
    <dl className="job-facts">
      <div>
        <dt>Job</dt>
        <dd>
          <code title={job.id}>{job.id.slice(0, 8)}</code>
          <CopyButton label="Copy the job's id" text={() => job.id} className="button button-icon" />
        </dd>
      </div>
      <div>
        <dt>Tendril</dt>
        <dd>
          <RunsOn job={job} />
        </dd>
      </div>
      <div>
        <dt>Attempt</dt>
        <dd className="number">{job.attempt}</dd>
      </div>
      <div>
        <dt>Created by</dt>
        <dd>{job.created_by}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd className="number">
          <Ago at={job.created_at} />
        </dd>
      </div>
      {job.started_at === null ? null : (
        <div>
          <dt>Started</dt>
          <dd className="number">{shortTime(job.started_at)}</dd>
        </div>
      )}
      {job.completed_at === null ? null : (
        <div>
          <dt>Ended</dt>
          <dd className="number">{shortTime(job.completed_at)}</dd>
        </div>
      )}
      <div>
        <dt>{job.started_at === null ? "Waiting" : "Duration"}</dt>
        <dd>
          <Duration from={job.started_at ?? job.created_at} to={job.completed_at} />
        </dd>
      </div>
      {job.rerun_of === null ? null : (
        <div>
          <dt>Re-run of</dt>
          <dd>
            <Link href={`/jobs/${job.rerun_of}`}>
              <code>{job.rerun_of.slice(0, 8)}</code>
            </Link>
          </dd>
        </div>
      )}
    </dl>
  );
}

function RunsOn({ job }: { readonly job: Job }) {
  const name = tendrilName(job);
  if (job.tendril_id === null || jobTypeFacts[job.type].runsOn !== "tendril") return name;
  return <Link href={`/tendrils/${job.tendril_id}`}>{name}</Link>;
}

function TerraformProgress({ progress }: { readonly progress: NonNullable<Job["progress"]> }) {
  const { done, total, current } = progress;
  return (
    <div className="progress">
      <progress aria-label="Resources" max={Math.max(total, 1)} value={Math.min(done, total)} />
      <span className="number">
        {done} of {total} resources
      </span>
      {current === null ? null : <code className="progress-current">{current}</code>}
    </div>
  );
}
