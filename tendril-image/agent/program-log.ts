import type { Clock } from "./clock.ts";

/** The fields that an event may have: what is not listed cannot be logged, so no credential ever is. */
export interface EventFields {
  readonly job_id?: string;
  readonly attempt?: number;
  readonly step?: string;
  readonly worker_id?: string;
  readonly instance_id?: string;
  readonly version?: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly status?: number;
  readonly request_id?: string;
  readonly route?: string;
  readonly key?: string;
}

/** Writes one event of the program itself as a line of JSON. */
export type ProgramLog = (event: string, fields?: EventFields) => void;

const allowed = new Set<string>([
  "job_id",
  "attempt",
  "step",
  "worker_id",
  "instance_id",
  "version",
  "outcome",
  "code",
  "reason",
  "status",
  "request_id",
  "route",
  "key",
] satisfies (keyof EventFields)[]);

export function programLog(clock: Pick<Clock, "now">, write: (line: string) => void): ProgramLog {
  return (event, fields = {}) => {
    const known = Object.entries(fields).filter(([name, value]) => allowed.has(name) && value !== undefined);
    write(`${JSON.stringify({ time: clock.now().toISOString(), event, ...Object.fromEntries(known) })}\n`);
  };
}
