import type { JobRow } from "../lambdas/domain/job-row.ts";
import { allChunks } from "../lambdas/store/job-logs.ts";
import { getJob } from "../lambdas/store/jobs.ts";
import { writeDeployJob } from "./write-job.ts";

const start = new Date("2026-01-01T12:00:00.000Z");

/** So many seconds into the test. */
export function at(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

/** A DEPLOY_WORKER job made at the start of the test. */
export function givenJob(set: Partial<JobRow> = {}): Promise<JobRow> {
  return writeDeployJob(set, start);
}

export async function theJob(id: string): Promise<JobRow> {
  const row = await getJob(id);
  if (row === undefined) throw new Error(`No job ${id}`);
  return row;
}

/** A job's log: `<attempt>.<step> <line>` for each chunk, `|` behind the last one of a step. */
export async function logOf(id: string): Promise<string[]> {
  const chunks = await Array.fromAsync(allChunks(id));
  return chunks.map(({ key, text, last }) => `${key.slice(0, 5)} ${text.trimEnd()}${last === true ? "|" : ""}`);
}

/** What a cancel at the start of the test leaves in the row. */
export const cancelled: Partial<JobRow> = {
  status: "CANCELLED",
  stop: {
    requested_at: start.toISOString(),
    requested_by: "ann",
    interrupted_at: null,
    stopped_at: null,
    forced: false,
  },
};
