import type { ReactNode } from "react";
import { Link } from "wouter";
import { ApiProblem } from "../api/problem.ts";

interface NotThereProps {
  readonly title: string;
  readonly error: unknown;
  /** The way out. */
  readonly href: string;
  readonly to: string;
  readonly children: ReactNode;
}

export function isNotThere(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status === 404;
}

/** The page of something that Trellis does not know, or no longer. */
export function NotThere({ title, error, href, to, children }: NotThereProps) {
  const requestId = error instanceof ApiProblem ? error.problem.request_id : "";
  return (
    <div className="page empty">
      <h1>{title}</h1>
      <p className="dim">{children}</p>
      {requestId === "" ? null : (
        <p className="dim">
          Request id <code>{requestId}</code>
        </p>
      )}
      <Link className="button button-primary" href={href}>
        {to}
      </Link>
    </div>
  );
}
