import * as z from "zod";
import { nameSchema, regionSchema } from "./create-job.ts";
import { jsonValueSchema } from "./json-value.ts";
import { vineTemplateNames } from "./vine-templates.ts";

const time = z.iso.datetime();

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in lower-case hexadecimals");

/** Where the root module comes from: one of Vintner's own, or a `.tgz` that was uploaded before. */
export const vineSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("template"), name: z.enum(vineTemplateNames) }),
  z.strictObject({ kind: z.literal("archive"), sha256: sha256Schema }),
]);
export type VineSource = z.infer<typeof vineSourceSchema>;

/** Terraform takes these names from an environment, where a variable's value never goes; nobody needs them. */
const reservedName = /^(TF|LD|DYLD|AWS|GOOGLE|ARM|AZURE|VINTNER)_/i;
const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, "is not the name of a Terraform variable")
  .refine((name) => !reservedName.test(name), "is a reserved name");

export const vineConfigMaxBytes = 64 * 1024;

export const vineConfigSchema = z
  .strictObject({
    source: vineSourceSchema,
    /** They travel in a tfvars file, never in a shell or an environment. */
    variables: z.record(variableNameSchema, jsonValueSchema).default({}),
  })
  .refine((config) => JSON.stringify(config).length <= vineConfigMaxBytes, {
    path: ["variables"],
    message: "are more than 64 KB",
  });
export type VineConfig = z.infer<typeof vineConfigSchema>;

/** `POST /api/vines` and `PUT /api/vines/{id}`. */
export const vineInputSchema = z.strictObject({
  vineyard_id: z.uuid(),
  cloud_identity_id: z.uuid(),
  project_name: nameSchema,
  environment_stage: nameSchema,
  region: regionSchema,
  config: vineConfigSchema,
});
export type VineInput = z.infer<typeof vineInputSchema>;

/** NEW until a plan of it succeeded. */
export const vineStatuses = ["NEW", "PLANNED"] as const;

export const vineSchema = z.object({
  id: z.uuid(),
  vineyard_id: z.uuid(),
  cloud_identity_id: z.uuid(),
  project_name: z.string(),
  environment_stage: z.string(),
  region: z.string(),
  config: vineConfigSchema,
  config_hash: z.string(),
  status: z.enum(vineStatuses),
  last_job_id: z.uuid().nullable(),
  outputs: z.record(z.string(), jsonValueSchema),
  created_at: time,
  updated_at: time,
});
export type Vine = z.infer<typeof vineSchema>;

export const vineyardInputSchema = z.strictObject({ name: nameSchema });
export const vineyardSchema = z.object({ id: z.uuid(), name: z.string(), created_at: time });
export type Vineyard = z.infer<typeof vineyardSchema>;

export const archiveMaxBytes = 10 * 1024 * 1024;

/** `POST /api/archives`: says what will be uploaded; the answer's URL takes exactly that. */
export const archiveInputSchema = z.strictObject({ sha256: sha256Schema, size: z.int().min(1).max(archiveMaxBytes) });
export const archiveUploadSchema = z.object({
  sha256: sha256Schema,
  /** Takes one PUT of the bytes with exactly these headers. */
  upload_url: z.url(),
  headers: z.record(z.string(), z.string()),
  expires_at: time,
});
export type ArchiveUpload = z.infer<typeof archiveUploadSchema>;
