/** What a line of the program's log may hold. Never an event, a header, a body or an environment. */
export interface LogFields {
  readonly request_id?: string;
  readonly job_id?: string;
  readonly tendril_id?: string;
  readonly worker_id?: string;
  readonly user?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly code?: string;
  readonly milliseconds?: number;
  readonly topic?: string;
  readonly step?: string;
  readonly detail?: string;
  /** Only its name and message are written. */
  readonly error?: unknown;
}

const names = [
  "request_id",
  "job_id",
  "tendril_id",
  "worker_id",
  "user",
  "method",
  "path",
  "status",
  "code",
  "milliseconds",
  "topic",
  "step",
  "detail",
] as const satisfies readonly (keyof LogFields)[];

/** Writes one event as one line of JSON. */
export function logEvent(event: string, fields: LogFields = {}): void {
  const line: Record<string, unknown> = { event };
  for (const name of names) if (fields[name] !== undefined) line[name] = fields[name];
  if (fields.error instanceof Error) {
    line["error_name"] = fields.error.name;
    line["error_message"] = fields.error.message.slice(0, 500);
  }
  console.log(JSON.stringify(line));
}
