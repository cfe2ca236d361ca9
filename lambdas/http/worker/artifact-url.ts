import { VintnerError } from "../../contract/errors.ts";
import { artifactKey, type Artifacts } from "../../cloud/artifacts.ts";
import type { JobRow } from "../../domain/job-row.ts";

/** Every job keeps the state that Terraform could not write; a plan is what a PLAN job is for. */
const ofEveryJob: readonly string[] = ["errored_state"];
const ofPlans: readonly string[] = [...ofEveryJob, "plan", "plan_json"];

/** A presigned URL for one artifact of the runner's own job. */
export async function artifactUrl(
  row: JobRow,
  name: string,
  method: "GET" | "PUT",
  artifacts: Artifacts,
): Promise<{ url: string }> {
  const names = row.type === "PLAN" ? ofPlans : ofEveryJob;
  if (!names.includes(name)) throw new VintnerError("NOT_FOUND", "This job has no such artifact");
  const key = artifactKey(row.id, name);
  return { url: await (method === "GET" ? artifacts.urlToRead(key) : artifacts.urlToWrite(key)) };
}
