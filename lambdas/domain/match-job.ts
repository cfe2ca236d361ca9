import type { JobStatus } from "../contract/job.ts";
import type { JobType } from "../contract/job-types.ts";
import type { JobRow } from "./job-row.ts";

export interface JobFilter {
  readonly status?: JobStatus | undefined;
  readonly type?: JobType | undefined;
  readonly q?: string | undefined;
  readonly tendril_id?: string | undefined;
  readonly vine_id?: string | undefined;
}

/** Whether a job is one that a list was asked for. A job is of a Tendril that it runs on, and of one that it is about. */
export function matchJob(row: JobRow, { status, type, q, tendril_id, vine_id }: JobFilter): boolean {
  if (status !== undefined && row.status !== status) return false;
  if (type !== undefined && row.type !== type) return false;
  if (vine_id !== undefined && !isAbout(row, "vine", vine_id)) return false;
  if (tendril_id !== undefined && row.tendril_id !== tendril_id && !isAbout(row, "tendril", tendril_id)) return false;
  const words = q?.trim().toLowerCase() ?? "";
  return words === "" || row.id.startsWith(words) || row.target.name.toLowerCase().includes(words);
}

function isAbout(row: JobRow, kind: JobRow["target"]["kind"], id: string): boolean {
  return row.target.kind === kind && row.target.id === id;
}
