import { VintnerError } from "../../contract/errors.ts";
import { artifactKey, type Artifacts } from "../../cloud/artifacts.ts";
import type { JobRow } from "../../domain/job-row.ts";

/** A worker job keeps no plan: only the state that Terraform could not write. */
const namesOfWorkerJobs: readonly string[] = ["errored_state"];

/** A presigned URL for one artifact of the runner's own job. */
export async function artifactUrl(
  row: JobRow,
  name: string,
  method: "GET" | "PUT",
  artifacts: Artifacts,
): Promise<{ url: string }> {
  if (!namesOfWorkerJobs.includes(name)) throw new VintnerError("NOT_FOUND", "This job has no such artifact");
  const key = artifactKey(row.id, name);
  return { url: await (method === "GET" ? artifacts.urlToRead(key) : artifacts.urlToWrite(key)) };
}
