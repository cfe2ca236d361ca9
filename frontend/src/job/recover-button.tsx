import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Job } from "../../../lambdas/contract/job.ts";
import { trellis } from "../api/trellis.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";

const reasonMaxChars = 500;

/** For a lost job whose lock is still held. An admin says why; that is kept. */
export function RecoverButton({ job }: { readonly job: Job }) {
  const session = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const recover = useMutation({
    mutationFn: (reason: string) => trellis.recover(job.id, reason),
    onSuccess: (changed) => {
      queries.setQueryData(["job", job.id], changed);
      setAsking(false);
    },
  });
  if (job.error_code !== "TENDRIL_LOST" || job.closed_at !== null) return null;
  if (!may(session, "admin")) return <p>Ask a member of the group admin to recover this job.</p>;
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        <Icon name="wrench" />
        Recover
      </button>
      {asking ? (
        <ConfirmDialog
          title="Recover this job?"
          confirm="Recover"
          dismiss="Not now"
          busy={recover.isPending}
          error={recover.error}
          failure="The job could not be recovered"
          curl={(form) => ({
            method: "POST",
            path: `/api/jobs/${job.id}/recover`,
            body: { reason: form.get("reason") },
          })}
          onConfirm={(form) => {
            const reason = form.get("reason");
            if (typeof reason === "string") recover.mutate(reason.trim());
          }}
          onClose={() => setAsking(false)}
        >
          <p>
            Trellis proves that the lost runner is gone, frees the state lock of {job.target.name} and closes the job.
          </p>
          <label className="field">
            <span className="field-label">Reason</span>
            <textarea className="input" name="reason" rows={3} required maxLength={reasonMaxChars} />
            <span className="field-hint">Kept with your name.</span>
          </label>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
