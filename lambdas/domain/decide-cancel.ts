import { VintnerError } from "../contract/errors.ts";
import { isTerminal } from "../contract/job.ts";
import { limits } from "../contract/limits.ts";
import type { Person } from "../contract/person.ts";
import type { JobRow } from "./job-row.ts";

export type CancelDecision =
  /** The first click: CANCELLED at once, the runner is asked to stop. */
  | { readonly kind: "cancel"; readonly set: Partial<JobRow> }
  /** Asked for already; the runner is on its way out. */
  | { readonly kind: "asked" }
  /** The runner's task is to be stopped from outside. */
  | { readonly kind: "force"; readonly set: Partial<JobRow> };

type Cancelled = Pick<JobRow, "status" | "stop" | "open">;

/** What a cancel does to a job. Throws JOB_TERMINAL, FORBIDDEN or FORCE_TOO_EARLY. */
export function decideCancel(row: Cancelled, person: Person, force: boolean, now: Date): CancelDecision {
  if (force && person.group !== "admin") {
    throw new VintnerError("FORBIDDEN", `Force needs the group admin; you are ${person.group}.`);
  }
  const stopping = row.status === "CANCELLED" && row.open !== undefined ? row.stop : null;
  if (stopping !== null) return force ? decideForce(stopping, now) : { kind: "asked" };
  if (isTerminal(row.status)) throw new VintnerError("JOB_TERMINAL", `The job has already ended: ${row.status}.`);
  if (force) throw tooEarly();
  return { kind: "cancel", set: cancelled(person, now) };
}

function decideForce(stop: NonNullable<JobRow["stop"]>, now: Date): CancelDecision {
  const waitedSeconds = (now.getTime() - Date.parse(stop.requested_at)) / 1000;
  if (waitedSeconds < limits.forceAfterCancelSeconds) throw tooEarly();
  return { kind: "force", set: { stop: { ...stop, forced: true } } };
}

function tooEarly(): VintnerError {
  const wait = limits.forceAfterCancelSeconds;
  return new VintnerError("FORCE_TOO_EARLY", `Cancel the job first; force is possible ${wait} seconds later.`);
}

function cancelled(person: Person, now: Date): Partial<JobRow> {
  const at = now.toISOString();
  return {
    status: "CANCELLED",
    completed_at: at,
    waiting: null,
    error_code: "JOB_CANCELLED",
    error_message: `Cancelled by ${person.name}.`,
    stop: { requested_at: at, requested_by: person.name, interrupted_at: null, stopped_at: null, forced: false },
  };
}
