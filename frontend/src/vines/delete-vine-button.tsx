import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Vine } from "../../../lambdas/contract/vine.ts";
import { trellis } from "../api/trellis.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { vineName } from "./vine-words.ts";

export function DeleteVineButton({ vine }: { readonly vine: Vine }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => trellis.deleteVine(vine.id),
    onSuccess: () => {
      navigate("/vines");
      queries.removeQueries({ queryKey: ["vines"] });
    },
  });
  return (
    <>
      <button type="button" className="button button-danger-quiet" onClick={() => setAsking(true)}>
        <Icon name="trash" />
        Delete
      </button>
      {asking ? (
        <ConfirmDialog
          title={`Delete ${vineName(vine)}?`}
          confirm="Delete"
          dismiss="Keep it"
          danger
          busy={remove.isPending}
          error={remove.error}
          failure="The vine was not deleted"
          curl={() => ({ method: "DELETE", path: `/api/vines/${vine.id}` })}
          onConfirm={() => remove.mutate()}
          onClose={() => {
            setAsking(false);
            remove.reset();
          }}
        >
          <p>Vintner forgets its configuration. Nothing in your account changes, and its jobs can still be read.</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
