import { VintnerError } from "../../contract/errors.ts";
import type { JobRow } from "../../domain/job-row.ts";
import { getJob } from "../../store/jobs.ts";

export async function requiredJob(id: string | undefined): Promise<JobRow> {
  return found(id === undefined ? undefined : await getJob(id), "job");
}

/** What was looked for, or NOT_FOUND. */
export function found<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new VintnerError("NOT_FOUND", `There is no such ${name}.`);
  return thing;
}
