import { useRef } from "react";
import type { Job } from "../../../lambdas/contract/job.ts";
import { statusWords } from "../job-status.ts";
import { LogView } from "../log/log-view.tsx";
import { Loading } from "../parts/loading.tsx";
import { isNotThere, NotThere } from "../parts/not-there.tsx";
import { useTitle } from "../parts/page.tsx";
import { ProblemView } from "../parts/problem-view.tsx";
import { isLongError } from "./error-message.tsx";
import { JobBanner } from "./job-banner.tsx";
import { JobHeader } from "./job-header.tsx";
import { jobLabel } from "./job-results.ts";
import { isLongPlan } from "./plan-review.tsx";
import { RecoverButton } from "./recover-button.tsx";
import { StepRail } from "./step-rail.tsx";
import { attemptRows } from "./step-rows.ts";
import { useJobLive } from "./use-job-live.ts";

export function JobPage({ id }: { readonly id: string }) {
  const { read, job, store, logState, liveness, retryLog } = useJobLive(id);
  const goToSection = useRef<(section: string) => void>(null);
  useTitle(
    job === undefined ? `Job ${id.slice(0, 8)}` : `${statusWords(job).text} · ${jobLabel(job)} ${job.target.name}`,
  );
  if (job === undefined) {
    if (read.isPending) return <Loading what="the job" />;
    return <JobNotRead error={read.error} onRetry={() => void read.refetch()} />;
  }
  return (
    <div className={isLongError(job) || isLongPlan(job) ? "job job-long" : "job"}>
      <JobHeader job={job} liveness={liveness} />
      <JobBanner job={job} store={store} recover={<RecoverButton job={job} />} />
      <div className="job-body">
        <StepRail job={job} onSelect={(section) => goToSection.current?.(section)} />
        <LogView job={job} store={store} logState={logState} onRetry={retryLog} goTo={goToSection} />
      </div>
      <Announcer job={job} />
    </div>
  );
}

/** Says aloud what the eye sees move: the status and the step, not every line. */
function Announcer({ job }: { readonly job: Job }) {
  const step = attemptRows(job)
    .at(-1)
    ?.rows.find((row) => row.tone === "running");
  return (
    <p className="hidden" role="status">
      {statusWords(job).text}
      {step === undefined || job.status !== "PROCESSING" ? "" : `, ${step.name}`}
    </p>
  );
}

function JobNotRead({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  if (isNotThere(error)) {
    return (
      <NotThere title="There is no such job" error={error} href="/jobs" to="Go to the jobs">
        Its id may be cut off.
      </NotThere>
    );
  }
  return (
    <div className="page page-narrow">
      <ProblemView error={error} what="The job could not be loaded" onRetry={onRetry} />
    </div>
  );
}
