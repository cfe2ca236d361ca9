import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Job } from "../../../lambdas/contract/job.ts";
import { isStopping } from "../job-status.ts";
import type { LogStore } from "../log/log-store.ts";
import { Icon } from "../parts/icon.tsx";
import { ErrorMessage } from "./error-message.tsx";
import { JobFindings } from "./job-findings.tsx";
import { successTitle } from "./job-results.ts";
import { failureOf, wayOut, type NextPart } from "./next-steps.ts";
import { PlanReview } from "./plan-review.tsx";
import { progressWords, runsTerraform, stopWords } from "./stop-words.ts";

interface JobBannerProps {
  readonly job: Job;
  readonly store: LogStore;
  readonly recover: ReactNode;
}

/** What there is to know about the job's state beyond its status: why it waits, how it ended, what to do next. */
export function JobBanner({ job, store, recover }: JobBannerProps) {
  return (
    <div className="banners">
      {stateBanner({ job, store, recover })}
      <LogIncomplete job={job} />
    </div>
  );
}

function stateBanner({ job, store, recover }: JobBannerProps): ReactNode {
  switch (job.status) {
    case "QUEUED":
      return <Waiting job={job} />;
    case "PROCESSING":
      return null;
    case "SUCCESS":
      return <Succeeded job={job} store={store} />;
    case "FAILED":
      return <Failed job={job} recover={recover} />;
    case "CANCELLED":
      return <Cancelled job={job} />;
  }
}

function Waiting({ job }: { readonly job: Job }) {
  if (job.waiting === null) return null;
  return (
    <Notice tone="queued" icon="clock" title="Waiting">
      <p>
        {job.waiting.detail}
        {job.waiting.job_id === undefined ? null : (
          <>
            {" "}
            <Link href={`/jobs/${job.waiting.job_id}`}>Job {job.waiting.job_id.slice(0, 8)}</Link>
          </>
        )}
      </p>
      {job.waiting.code === "NO_TENDRIL" ? <NoTendril job={job} /> : null}
    </Notice>
  );
}

/** What can be done while nobody is there to take the job. */
function NoTendril({ job: { tendril_id: asked, tendril_name: name } }: { readonly job: Job }) {
  if (asked !== null) {
    return (
      <p>
        It begins by itself once that one is online.{" "}
        <Link href={`/tendrils/${asked}`}>See {name ?? "the Tendril"}</Link>
      </p>
    );
  }
  return (
    <p>
      It begins by itself once one is online. <Link href="/tendrils">See the Tendrils</Link> or{" "}
      <Link href="/tendrils/new">deploy a Tendril</Link>.
    </p>
  );
}

interface SucceededProps {
  readonly job: Job;
  readonly store: LogStore;
}

function Succeeded({ job, store }: SucceededProps) {
  return (
    <Notice tone="success" icon="check" title={successTitle(job)}>
      <SuccessNote job={job} store={store} />
      <JobFindings job={job} />
    </Notice>
  );
}

function SuccessNote({ job, store }: SucceededProps) {
  const { target } = job;
  switch (job.type) {
    case "DEPLOY_WORKER":
      return (
        <p>
          It is online once its first heartbeat arrives: see <Link href={`/tendrils/${target.id}`}>{target.name}</Link>.
        </p>
      );
    case "CONNECTION_TEST":
    case "FETCH_RESOURCES":
      return (
        <p>
          <Link href={`/cloud-identities/${target.id}`}>See what was found</Link> in {target.name}.
        </p>
      );
    case "PLAN":
      return <PlanReview job={job} store={store} />;
    default:
      return null;
  }
}

function Failed({ job, recover }: { readonly job: Job; readonly recover: ReactNode }) {
  const { title, next } = failureOf(job);
  return (
    <Notice tone="failed" icon="cross" title={title} code={job.error_code}>
      {job.error_message === null ? null : <ErrorMessage code={job.error_code} message={job.error_message} />}
      <p>
        <strong>What to do next.</strong> <Sentences parts={next} />
      </p>
      {recover}
    </Notice>
  );
}

function Sentences({ parts }: { readonly parts: readonly NextPart[] }) {
  return parts.map((part, index) => {
    if (typeof part === "string") return part;
    return part.href === undefined ? (
      <strong key={index}>{part.text}</strong>
    ) : (
      <Link key={index} href={part.href}>
        {part.text}
      </Link>
    );
  });
}

function Cancelled({ job }: { readonly job: Job }) {
  if (job.stop === null) return <Notice tone="cancelled" icon="slash" title="The job was cancelled" />;
  const { requested_by: by, interrupted_at: interrupted } = job.stop;
  if (isStopping(job)) {
    return (
      <Notice tone="stopping" icon="stop" title={stopWords(job.type).waiting}>
        <p>
          {by} cancelled this job.{" "}
          {interrupted === null && runsTerraform(job.type) ? "The runner is being told." : stopWords(job.type).during}{" "}
          The target stays locked until then.
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="cancelled" icon="slash" title={`Cancelled by ${by}`}>
      <p>
        {interrupted === null
          ? stopWords(job.type).untouched
          : job.stop.forced
            ? "The runner was stopped by force. Look at the log for what Terraform had changed."
            : stopWords(job.type).interrupted}{" "}
        {progressWords(job)}{" "}
        {job.closed_at === null ? (
          "The job is being closed."
        ) : (
          <Sentences parts={["Re-run it to go on from there.", ...wayOut(job)]} />
        )}
      </p>
    </Notice>
  );
}

function LogIncomplete({ job }: { readonly job: Job }) {
  const { missing, complete } = job.log;
  if (missing.length === 0 && (complete || job.closed_at === null)) return null;
  return (
    <Notice tone="stopping" icon="warning" title="Log incomplete">
      {missing.length === 0 ? (
        <p>The last lines of a step did not arrive.</p>
      ) : (
        <details>
          <summary>
            {missing.length === 1
              ? "One part of the log was given up"
              : `${missing.length} parts of the log were given up`}{" "}
            and marked in its place.
          </summary>
          <code className="missing-keys">{missing.join(" ")}</code>
        </details>
      )}
    </Notice>
  );
}

interface NoticeProps {
  readonly tone: "queued" | "success" | "failed" | "stopping" | "cancelled";
  readonly icon: Parameters<typeof Icon>[0]["name"];
  readonly title: string;
  readonly code?: string | null;
  readonly children?: ReactNode;
}

function Notice({ tone, icon, title, code, children }: NoticeProps) {
  return (
    <section className={`notice notice-${tone}`} aria-label={title}>
      <Icon name={icon} />
      <div className="notice-body">
        <p className="notice-title">
          {title} {code ? <code className="chip">{code}</code> : null}
        </p>
        {children}
      </div>
    </section>
  );
}
