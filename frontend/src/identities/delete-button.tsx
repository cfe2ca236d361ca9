import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { CloudIdentity, Provider } from "../../../lambdas/contract/cloud-identity.ts";
import { trellis } from "../api/trellis.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { may } from "../session/session.ts";
import { useSession } from "../session/use-session.ts";

const leftBehind: Readonly<Record<Provider, string>> = {
  aws: "The role in your account stays: delete its stack there.",
  gcp: "The pool and the service account in your project stay: delete them there.",
  azure: "The app registration in your tenant stays: delete it there.",
};

export function DeleteButton({ identity }: { readonly identity: CloudIdentity }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => trellis.deleteCloudIdentity(identity.id),
    onSuccess: () => {
      navigate("/cloud-identities");
      queries.removeQueries({ queryKey: ["cloud-identities"] });
    },
  });
  if (!may(useSession(), "admin")) return null;
  return (
    <>
      <button type="button" className="button button-danger-quiet" onClick={() => setAsking(true)}>
        <Icon name="trash" />
        Delete
      </button>
      {asking ? (
        <ConfirmDialog
          title={`Delete ${identity.name}?`}
          confirm="Delete"
          dismiss="Keep it"
          danger
          busy={remove.isPending}
          error={remove.error}
          failure="The identity was not deleted"
          curl={() => ({ method: "DELETE", path: `/api/cloud-identities/${identity.id}` })}
          onConfirm={() => remove.mutate()}
          onClose={() => {
            setAsking(false);
            remove.reset();
          }}
        >
          <p>Vintner forgets it, and what was found in it. {leftBehind[identity.provider]}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
