import * as z from "zod";
import { VintnerError, type ErrorCode } from "../contract/errors.ts";
import { deploymentOf } from "../domain/deployment.ts";
import type { JobRow } from "../domain/job-row.ts";

/** Those of the Tendril template's outputs that later steps go on with. */
const outputsSchema = z.looseObject({
  cluster_name: z.string().min(1),
  service_name: z.string().min(1),
  secret_arn: z.string().min(1),
});
export type DeployedTendril = z.infer<typeof outputsSchema> & { readonly region: string };

/** What Terraform said that it made, as the runner reported it. */
export function deployedTendril(row: JobRow, code: ErrorCode): DeployedTendril {
  const parsed = outputsSchema.safeParse(row.execution_metadata.outputs);
  if (parsed.success) return { ...parsed.data, region: deploymentOf(row).region };
  const missing = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new VintnerError(code, `Terraform's outputs lack ${missing || "everything"}`);
}
