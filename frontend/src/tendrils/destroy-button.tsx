import { useState } from "react";
import type { Tendril } from "../../../lambdas/contract/tendril.ts";
import { createJobRequest, useCreateJob } from "../jobs/use-create-job.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";

interface DestroyButtonProps {
  readonly tendrilId: string;
  readonly name: string;
  readonly kind: DestroyKind;
}

/** `leftover` is a Tendril that never came up, of which only parts are there. */
type DestroyKind = Tendril["mode"] | "leftover";

interface DestroyWords {
  readonly button: string;
  readonly title: (name: string) => string;
  readonly what: string;
}

const words: Readonly<Record<DestroyKind, DestroyWords>> = {
  "cloud-hosted": {
    button: "Destroy",
    title: (name) => `Destroy ${name}?`,
    what: "It takes no more jobs and finishes the one that it runs. Jobs that wait for it go to other Tendrils. Then Terraform destroys its service, cluster, roles and network, and its token stops working.",
  },
  "self-hosted": {
    button: "Remove",
    title: (name) => `Remove ${name}?`,
    what: "It takes no more jobs and finishes the one that it runs. Jobs that wait for it go to other Tendrils. Then its registration is removed and its token stops working. Where it runs, stop it by yourself.",
  },
  leftover: {
    button: "Destroy what was made",
    title: (name) => `Destroy what was made of ${name}?`,
    what: "Terraform destroys all that the deployment has made so far, and the name is free again.",
  },
};

/** Destroys a Tendril once its name was typed. */
export function DestroyButton({ tendrilId, name, kind }: DestroyButtonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button button-danger-quiet" onClick={() => setAsking(true)}>
        <Icon name="trash" />
        {words[kind].button}
      </button>
      {asking ? <DestroyDialog tendrilId={tendrilId} name={name} kind={kind} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

interface DestroyDialogProps extends DestroyButtonProps {
  readonly onClose: () => void;
}

function DestroyDialog({ tendrilId, name, kind, onClose }: DestroyDialogProps) {
  const [typed, setTyped] = useState("");
  const [force, setForce] = useState(false);
  const mayForce = may(useSession(), "admin");
  const destroy = useCreateJob();
  const request = { type: "DESTROY_WORKER", tendril_id: tendrilId, ...(force ? { force: true } : {}) } as const;
  return (
    <ConfirmDialog
      title={words[kind].title(name)}
      confirm={kind === "self-hosted" ? "Remove" : "Destroy"}
      dismiss="Keep it"
      danger
      disabled={typed.trim() !== name}
      busy={destroy.isPending}
      error={destroy.error}
      failure="The job was not created"
      curl={() => createJobRequest(request)}
      onConfirm={() => destroy.mutate(request)}
      onClose={onClose}
    >
      <p>{words[kind].what}</p>
      {kind === "leftover" || !mayForce ? null : (
        <label className="check">
          <input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} />
          <span>
            <strong>Do not wait for the job that it runs</strong>{" "}
            <span className="dim">
              Force: that job is interrupted once, Terraform saves its state, and the job ends as failed.
            </span>
          </span>
        </label>
      )}
      <label className="field">
        <span className="field-label">
          Type <code>{name}</code> to confirm
        </span>
        <input
          className="input mono"
          value={typed}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
    </ConfirmDialog>
  );
}
