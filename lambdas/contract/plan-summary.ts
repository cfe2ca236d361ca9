import * as z from "zod";

/** What Terraform would do with a resource; `replace` deletes it and makes it anew. */
export const planActions = ["create", "update", "replace", "delete", "read", "import", "move", "forget"] as const;
export type PlanAction = (typeof planActions)[number];

/** The resources that are listed; a plan with more says so by `truncated`. */
export const planResourcesMax = 500;

const count = z.int().min(0);

/** `execution_metadata.plan` of a PLAN job: counts as `terraform plan` tells them, and which resources they are. No value of any attribute. */
export const planSummarySchema = z.strictObject({
  /** What `apply` would do: `apply` for a plan, `destroy` for a plan with `-destroy`. */
  mode: z.enum(["apply", "destroy"]),
  has_changes: z.boolean(),
  add: count,
  change: count,
  destroy: count,
  import: count,
  resources: z
    .array(z.strictObject({ address: z.string().max(500), action: z.enum(planActions) }))
    .max(planResourcesMax),
  truncated: z.boolean(),
});
export type PlanSummary = z.infer<typeof planSummarySchema>;
