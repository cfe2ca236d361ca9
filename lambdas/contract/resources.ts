import * as z from "zod";

/** One thing that was found in a cloud; `parent_id` is the network that a subnet lies in. */
export const resourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string().optional(),
  cidr: z.string().optional(),
  parent_id: z.string().optional(),
});
export type Resource = z.infer<typeof resourceSchema>;

/**
 * What is known of one kind. `truncated`: there is more than is kept. `error`: what went wrong, also when some items
 * were found all the same (such as those of the other regions).
 */
export const resourceListSchema = z.object({
  items: z.array(resourceSchema),
  truncated: z.boolean(),
  error: z.string().nullable(),
});
export type ResourceList = z.infer<typeof resourceListSchema>;

/** The kinds of resources that are listed in each cloud. */
export const resourceKinds = {
  aws: ["vpcs", "subnets", "hosted_zones", "iam_users", "security_groups"],
  gcp: ["networks", "subnets", "managed_zones"],
  azure: ["vnets", "subnets", "dns_zones"],
} as const;
export type ResourceKind = (typeof resourceKinds)[keyof typeof resourceKinds][number];

export const resourcesSchemas = {
  aws: lists(resourceKinds.aws),
  gcp: lists(resourceKinds.gcp),
  azure: lists(resourceKinds.azure),
};

/** The lists by kind, whatever the cloud. */
export type Resources = Readonly<Partial<Record<ResourceKind, ResourceList>>>;

function lists<const Kinds extends readonly ResourceKind[]>(kinds: Kinds) {
  return z.record(z.enum(kinds), resourceListSchema);
}
