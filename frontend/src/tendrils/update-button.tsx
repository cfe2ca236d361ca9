import { useState } from "react";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { updateState } from "./tendril-version.ts";

/** Brings the Tendril to the newest version. Says both versions before. */
export function UpdateButton({ tendril }: { readonly tendril: Tendril }) {
  const [asking, setAsking] = useState(false);
  const update = useCreateJob();
  const state = updateState(tendril);
  if (!state.can) {
    return (
      <button type="button" className="button" disabled title={state.why}>
        <Icon name="up" />
        Up to date
      </button>
    );
  }
  const request = { type: "UPDATE_WORKER", tendril_id: tendril.id } as const;
  const close = () => {
    setAsking(false);
    update.reset();
  };
  return (
    <>
      <button type="button" className="button button-primary" onClick={() => setAsking(true)}>
        <Icon name="up" />
        Update to {state.to}
      </button>
      {asking ? (
        <ConfirmDialog
          title={`Update ${tendril.name} to ${state.to}?`}
          confirm="Update"
          dismiss="Not now"
          busy={update.isPending}
          error={update.error}
          failure="The job was not created"
          curl={() => createJobRequest(request)}
          onConfirm={() => update.mutate(request)}
          onClose={close}
        >
          <p>
            {state.from === null ? `It has not told its version yet.` : `It runs ${state.from} now.`} A task with{" "}
            {state.to} starts beside the old one. Once it answers, the old one finishes the job that it has and ends.
          </p>
          <p>If the new one does not become healthy, the service goes back to the old version by itself.</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
