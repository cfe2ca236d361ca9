import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Job } from "../../../lambdas/contract/job.ts";
import { jobTypeFacts } from "../../../lambdas/contract/job-types.ts";
import { limits } from "../../../lambdas/contract/limits.ts";
import { trellis } from "../api/trellis.ts";
import { isStopping, isTerminal } from "../job-status.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { CurlButton } from "../parts/curl-button.tsx";
import { isNotThere } from "../parts/not-there.tsx";
import { NeedsGroup } from "../session/needs-group.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";
import { DestroyButton } from "../tendrils/destroy-button.tsx";
import { useNow } from "../use-now.ts";
import { stopWords } from "./stop-words.ts";

/** What can be done with the job now, by who looks at it: cancel, force, re-run, and clean up after it. */
export function JobActions({ job }: { readonly job: Job }) {
  const session = useSession();
  if (!may(session, "operator")) {
    return <NeedsGroup group="operator">{isTerminal(job.status) ? "run it again" : "cancel it"}</NeedsGroup>;
  }
  return (
    <div className="page-actions">
      <CancelButton job={job} force={false} />
      {isStopping(job) && may(session, "admin") && job.stop?.forced === false ? <ForceButton job={job} /> : null}
      {isTerminal(job.status) && !isUsedUp(job) ? <RerunButton job={job} /> : null}
      {leavesParts(job) ? <CleanUpButton job={job} /> : null}
    </div>
  );
}

/** What was destroyed cannot be destroyed again. */
function isUsedUp(job: Job): boolean {
  return job.type === "DESTROY_WORKER" && job.status === "SUCCESS";
}

/** A deployment that did not get to its end may have made a part of what it was to make, and in any case has its name. */
function leavesParts(job: Job): boolean {
  return job.type === "DEPLOY_WORKER" && job.status !== "SUCCESS" && job.closed_at !== null;
}

/** Only while the Tendril is not registered: a later job may have brought it up. */
function CleanUpButton({ job: { target } }: { readonly job: Job }) {
  const tendril = useQuery({
    queryKey: ["tendril", target.id],
    queryFn: ({ signal }) => trellis.tendril(target.id, signal),
  });
  return isNotThere(tendril.error) ? <DestroyButton tendrilId={target.id} name={target.name} kind="leftover" /> : null;
}

/** Force is for a Terraform that does not stop: 60 seconds are what it gets to do so. */
function ForceButton({ job }: { readonly job: Job }) {
  const now = useNow();
  const asked = Date.parse(job.stop?.requested_at ?? job.created_at);
  const wait = Math.ceil(limits.forceAfterCancelSeconds - (now - asked) / 1000);
  if (wait > 0) {
    return (
      <button type="button" className="button" disabled title="Terraform gets 60 seconds to stop by itself">
        Force stop in <span className="number">{wait}s</span>
      </button>
    );
  }
  return <CancelButton job={job} force />;
}

const forceWords =
  "What runs is stopped at once. What Terraform changed last may be missing from its state: look at it before the next job.";
const queuedWords = "It has not begun yet and will not begin.";

/** Its question stays when the job ends before it is answered, and says so: it must not vanish under the hand. */
function CancelButton({ job, force }: { readonly job: Job; readonly force: boolean }) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => trellis.cancel(job.id, force),
    onSuccess: (changed) => {
      queries.setQueryData(["job", job.id], changed);
      setAsking(false);
    },
    onError: () => queries.invalidateQueries({ queryKey: ["job", job.id] }),
  });
  const ended = job.status === "SUCCESS" || job.status === "FAILED";
  const isOffered = force || !isTerminal(job.status);
  const what = `${jobTypeFacts[job.type].label} ${job.target.name}`;
  return (
    <>
      {isOffered ? (
        <button type="button" className="button button-danger-quiet" onClick={() => setAsking(true)}>
          <Icon name="stop" />
          {force ? "Force stop" : "Cancel"}
        </button>
      ) : null}
      {asking && (isOffered || ended) ? (
        <ConfirmDialog
          title={force ? `Stop ${what} by force?` : `Cancel ${what}?`}
          confirm={force ? "Force stop" : "Cancel the job"}
          dismiss={ended ? "Close" : "Keep it running"}
          danger
          disabled={ended}
          busy={cancel.isPending}
          error={ended ? null : cancel.error}
          failure="The job could not be cancelled"
          curl={() => ({ method: "POST", path: `/api/jobs/${job.id}/cancel`, body: force ? { force } : {} })}
          onConfirm={() => cancel.mutate()}
          onClose={() => setAsking(false)}
        >
          {ended ? (
            <p role="status">The job ended before it was cancelled.</p>
          ) : (
            <p>{force ? forceWords : job.status === "QUEUED" ? queuedWords : stopWords(job.type).before}</p>
          )}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function RerunButton({ job }: { readonly job: Job }) {
  const [, navigate] = useLocation();
  // One key for this button: a second press, or a retry after a lost answer, leads to the same job.
  const [key] = useState(() => crypto.randomUUID());
  const rerun = useMutation({
    mutationFn: () => trellis.rerun(job.id, key),
    onSuccess: (created) => navigate(`/jobs/${created.id}`),
  });
  const closed = job.closed_at !== null;
  return (
    <>
      <span className="button-pair">
        <button
          type="button"
          className="button"
          disabled={!closed || rerun.isPending}
          title={closed ? "The same configuration on the same target, as a new job" : "Possible once the job is closed"}
          onClick={() => rerun.mutate()}
        >
          <Icon name="rerun" />
          Re-run
        </button>
        <CurlButton small request={() => ({ method: "POST", path: `/api/jobs/${job.id}/rerun` })} />
      </span>
      {rerun.isError ? (
        <ConfirmDialog
          title="Re-run"
          confirm="Try again"
          dismiss="Close"
          busy={rerun.isPending}
          error={rerun.error}
          failure="The job could not be re-run"
          onConfirm={() => rerun.mutate()}
          onClose={() => rerun.reset()}
        >
          {null}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
