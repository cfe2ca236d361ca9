import type { ReactNode } from "react";
import type { CurlRequest, CurlStep } from "../api/curl.ts";
import { CurlButton } from "./curl-button.tsx";
import { ProblemView } from "./problem-view.tsx";

interface ActionButtonProps {
  /** What a press started, as TanStack Query tells of it. */
  readonly action: { readonly isPending: boolean; readonly error: Error | null };
  readonly onPress: () => void;
  /** Stands on the button while it works. */
  readonly working: string;
  /** What did not happen, when it failed. */
  readonly failure: string;
  readonly title?: string;
  /** @default false */
  readonly disabled?: boolean;
  /** What the button does, as a command to copy. Such a button is its place's main action. */
  readonly curl?: () => CurlRequest | readonly CurlStep[];
  readonly children: ReactNode;
}

/** Does something with one press, says that it is at it, and shows the problem if it failed. */
export function ActionButton(props: ActionButtonProps) {
  const { action, onPress, working, failure, title, disabled = false, curl, children } = props;
  const button = (
    <button
      type="button"
      className={curl === undefined ? "button" : "button button-primary"}
      disabled={action.isPending || disabled}
      title={title}
      onClick={onPress}
    >
      {action.isPending ? working : children}
    </button>
  );
  return (
    <>
      {curl === undefined ? (
        button
      ) : (
        <span className="button-pair">
          {button}
          <CurlButton small request={curl} />
        </span>
      )}
      {action.error === null ? null : <ProblemView error={action.error} what={failure} />}
    </>
  );
}
