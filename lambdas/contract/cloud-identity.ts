import * as z from "zod";
import { nameSchema } from "./create-job.ts";
import { resourcesSchemas } from "./resources.ts";

/** A connected AWS account, GCP project or Azure subscription. It holds no static secret. */
export const providers = ["aws", "gcp", "azure"] as const;
export type Provider = (typeof providers)[number];

/**
 * The ARN of a role in any account of the commercial partition: a path of at most 512 characters, a name of at most 64
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
export const roleArnSchema = z
  .string()
  .max(20 + 12 + 512 + 64, "is longer than a role ARN can be")
  .regex(
    /^arn:aws:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    "is not of the form arn:aws:iam::<12 digits>:role/<name>",
  )
  .refine((arn) => !arn.includes(".."), "holds ..");

/** What a person gives of a GCP project (https://cloud.google.com/iam/docs/workload-identity-federation). */
const gcp = {
  project_id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "needs 6 to 30 of a-z, 0-9 and -, starts with a letter"),
  project_number: z.string().regex(/^[1-9]\d{5,19}$/, "is not a project number, in digits"),
  pool_id: poolPart("pool"),
  provider_id: poolPart("provider"),
  service_account_email: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9-]{4,28}[a-z0-9]\.iam\.gserviceaccount\.com$/,
      "is not of the form <name>@<project>.iam.gserviceaccount.com",
    ),
};

function poolPart(what: string) {
  return z
    .string()
    .regex(/^(?!gcp-)[a-z][a-z0-9-]{2,30}[a-z0-9]$/, `is not a ${what} id: 4 to 32 of a-z, 0-9 and -, not gcp-…`);
}

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, "is not a GUID")
  .toLowerCase();

/** The client id is known once the set-up commands have run, so it may come by PATCH. */
const azure = { tenant_id: guid, client_id: guid, subscription_id: guid };

/** What Trellis adds once it has discovered what is there. A list of identities leaves out `resources`. */
const discovered = { resources_fetched_at: z.iso.datetime().optional() };

const common = {
  id: z.uuid(),
  name: z.string(),
  is_verified: z.boolean(),
  verified_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
};

/** A cloud identity as the API answers it (contract §6). */
export const cloudIdentitySchema = z.discriminatedUnion("provider", [
  z.object({
    ...common,
    provider: z.literal("aws"),
    credentials: z.object({
      role_arn: roleArnSchema.optional(),
      /** Made by Trellis on POST and never changed. */
      external_id: z.string(),
      ...discovered,
      resources: resourcesSchemas.aws.optional(),
    }),
  }),
  z.object({
    ...common,
    provider: z.literal("gcp"),
    credentials: z.object({ ...gcp, ...discovered, resources: resourcesSchemas.gcp.optional() }),
  }),
  z.object({
    ...common,
    provider: z.literal("azure"),
    credentials: z.object({
      ...azure,
      client_id: guid.optional(),
      ...discovered,
      resources: resourcesSchemas.azure.optional(),
    }),
  }),
]);
export type CloudIdentity = z.infer<typeof cloudIdentitySchema>;

/** `POST /api/cloud-identities`. Of AWS only the name: Trellis makes the external id, and `role_arn` comes by PATCH. */
export const createCloudIdentitySchema = z.discriminatedUnion("provider", [
  z.strictObject({ provider: z.literal("aws"), name: nameSchema, credentials: z.strictObject({}).optional() }),
  z.strictObject({ provider: z.literal("gcp"), name: nameSchema, credentials: z.strictObject(gcp) }),
  z.strictObject({
    provider: z.literal("azure"),
    name: nameSchema,
    credentials: z.strictObject({ ...azure, client_id: guid.optional() }),
  }),
]);
export type CreateCloudIdentity = z.infer<typeof createCloudIdentitySchema>;

/** `PATCH /api/cloud-identities/{id}`, by the identity's provider: what is not named stays. */
export const patchCloudIdentitySchemas = {
  /** The one thing that a person brings for AWS may stand by itself: `{role_arn}` is `{credentials: {role_arn}}`. */
  aws: z.preprocess(withoutShorthand, patchSchema({ role_arn: roleArnSchema })),
  gcp: patchSchema(gcp),
  azure: patchSchema(azure),
};
export type PatchCloudIdentity = z.infer<(typeof patchCloudIdentitySchemas)[Provider]>;

function withoutShorthand(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("role_arn" in body) || "credentials" in body) return body;
  const { role_arn, ...rest } = body;
  return { ...rest, credentials: { role_arn } };
}

function patchSchema<const Fields extends z.core.$ZodLooseShape>(credentials: Fields) {
  return z
    .strictObject({ name: nameSchema.optional(), credentials: z.strictObject(credentials).partial().optional() })
    .refine(
      ({ name, credentials }) => name !== undefined || Object.keys(credentials ?? {}).length > 0,
      "changes nothing: name or credentials is needed",
    );
}

/** `GET /api/cloud-identities/{id}/setup`: what to do in the cloud, each part ready to copy. */
export const setupSchema = z.object({
  provider: z.enum(providers),
  /** What the cloud's trust is bound to: AWS principal and external id; else issuer, subject and audience. */
  trust: z.record(z.string(), z.string()),
  parts: z.array(
    z.object({
      title: z.string(),
      kind: z.enum(["cloudformation", "terraform", "shell", "policy"]),
      filename: z.string(),
      text: z.string(),
    }),
  ),
});
export type Setup = z.infer<typeof setupSchema>;
