import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { Icon } from "./icon.tsx";

interface DeleteButtonProps {
  readonly name: string;
  /** Of the API, such as `/api/vines/<id>`. */
  readonly path: string;
  readonly remove: () => Promise<unknown>;
  /** What did not happen, when it failed. */
  readonly failure: string;
  /** The list that it was in: its page, and its key among the queries. */
  readonly list: { readonly page: string; readonly key: string };
  /** What goes with it, and what stays. */
  readonly children: ReactNode;
}

/** Deletes a thing once that was confirmed, and goes to the list that it was in. */
export function DeleteButton({ name, path, remove, failure, list, children }: DeleteButtonProps) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      navigate(list.page);
      queries.removeQueries({ queryKey: [list.key] });
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
          title={`Delete ${name}?`}
          confirm="Delete"
          dismiss="Keep it"
          danger
          busy={removal.isPending}
          error={removal.error}
          failure={failure}
          curl={() => ({ method: "DELETE", path })}
          onConfirm={() => removal.mutate()}
          onClose={() => {
            setAsking(false);
            removal.reset();
          }}
        >
          {children}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
