import { useLayoutEffect, useId, useRef, type FormEvent, type ReactNode } from "react";
import type { CurlRequest } from "../api/curl.ts";
import { CurlButton } from "./curl-button.tsx";
import { ProblemView } from "./problem-view.tsx";

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly dismiss: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  /** What must be filled in before is not yet. */
  readonly disabled?: boolean;
  readonly error: unknown;
  readonly failure: string;
  /** What the confirmation sends, as a command. */
  readonly curl?: (form: FormData) => CurlRequest;
  readonly onConfirm: (form: FormData) => void;
  readonly onClose: () => void;
}

/** A question before something that cannot be taken back. The browser's own modal keeps the focus and knows Escape. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const title = useId();
  const { curl } = props;
  // Before the dialog leaves the document: only then does its close give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.onConfirm(new FormData(event.currentTarget));
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={title} onCancel={props.onClose}>
      <form ref={form} onSubmit={submit}>
        <h2 id={title}>{props.title}</h2>
        {props.children}
        {props.error ? <ProblemView error={props.error} what={props.failure} /> : null}
        <div className="dialog-actions">
          {curl === undefined ? null : <CurlButton request={() => curl(new FormData(form.current ?? undefined))} />}
          <button type="button" className="button" onClick={props.onClose}>
            {props.dismiss}
          </button>
          <button
            type="submit"
            className={props.danger ? "button button-danger" : "button button-primary"}
            disabled={props.busy || props.disabled}
          >
            {props.confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
