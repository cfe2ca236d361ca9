import * as z from "zod";
import { planResourcesMax, type PlanAction, type PlanSummary } from "../../../lambdas/contract/plan-summary.ts";

const actions = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"]));

const resourceChangeSchema = z.object({
  address: z.string(),
  /** Only of a resource that moves. */
  previous_address: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  change: z.object({ actions, importing: z.object({}).optional() }),
});
type ResourceChange = z.infer<typeof resourceChangeSchema>;

/** https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
const planSchema = z.object({
  resource_changes: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), z.object({ actions })).default({}),
});

const addressMaxChars = 500;

/**
 * What `terraform show -json` says of a saved plan, in numbers and addresses. The numbers are those of the last line of
 * `terraform plan`: a replacement is added and destroyed, a data source is neither.
 */
export function summarizePlan(json: string, mode: PlanSummary["mode"]): PlanSummary {
  const { resource_changes, output_changes } = planSchema.parse(JSON.parse(json));
  const resources = resource_changes.flatMap((resource) => {
    const action = actionOf(resource);
    return action === undefined ? [] : [{ address: resource.address.slice(0, addressMaxChars), action }];
  });
  const managed = resource_changes.filter((resource) => resource.mode === "managed").map(({ change }) => change);
  const count = (name: ResourceChange["change"]["actions"][number]) =>
    managed.filter((change) => change.actions.includes(name)).length;
  return {
    mode,
    has_changes: resources.length > 0 || Object.values(output_changes).some((output) => !isNoOp(output.actions)),
    add: count("create"),
    change: count("update"),
    destroy: count("delete"),
    import: managed.filter(({ importing }) => importing !== undefined).length,
    resources: resources.slice(0, planResourcesMax),
    truncated: resources.length > planResourcesMax,
  };
}

/** Undefined for what stays as it is. A data source is told only when it is read during the apply. */
function actionOf({ mode, previous_address, change }: ResourceChange): PlanAction | undefined {
  const [first, second] = change.actions;
  if (mode === "data") return first === "read" ? "read" : undefined;
  if (second !== undefined) return "replace";
  if (first !== undefined && first !== "no-op") return first;
  if (change.importing !== undefined) return "import";
  return previous_address === undefined ? undefined : "move";
}

function isNoOp([first]: readonly string[]): boolean {
  return first === undefined || first === "no-op";
}
