import type { ReactNode } from "react";
import { Link } from "wouter";
import { ApiProblem } from "../api/problem.ts";
import { Icon } from "./icon.tsx";

interface ProblemViewProps {
  readonly error: unknown;
  /** What could not be done, such as `The jobs could not be loaded`. */
  readonly what: string;
  readonly onRetry?: () => void;
  /** What else there is to say about it. */
  readonly children?: ReactNode;
}

/** Says what went wrong, what Trellis said, which job is in the way, and under which request id to look for it. */
export function ProblemView({ error, what, onRetry, children }: ProblemViewProps) {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const jobId = error instanceof ApiProblem ? error.jobId : undefined;
  return (
    <div className="notice notice-failed" role="alert">
      <Icon name="warning" />
      <div className="notice-body">
        <p className="notice-title">{what}</p>
        <p>{problem === undefined ? "Something failed on this page." : `${problem.title}. ${problem.detail}`}</p>
        {jobId === undefined ? null : (
          <p>
            In the way is <Link href={`/jobs/${jobId}`}>job {jobId.slice(0, 8)}</Link>.
          </p>
        )}
        {children}
        {problem?.request_id ? (
          <p className="dim">
            Request id <code>{problem.request_id}</code>
          </p>
        ) : null}
        {onRetry === undefined ? null : (
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
