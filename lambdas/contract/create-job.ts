import * as z from "zod";
import { regions } from "./regions.ts";

/** Names of Tendrils and the like: a DNS label, so that it is safe in every place a name gets to. */
export const nameSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}[a-z0-9]$|^[a-z]$/,
    "needs 1 to 32 of a-z, 0-9 and -, starts with a letter, does not end with -",
  );

export const regionSchema = z.enum(regions, { error: "is not an AWS region that Vintner knows" });

/** What Fargate takes: memory in MiB by CPU units. */
export const fargateMemory: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: [1024, 2048, 3072, 4096],
  1024: [2048, 3072, 4096, 5120, 6144, 7168, 8192],
  2048: [4096, 8192, 16384],
  4096: [8192, 16384, 30720],
};

/** `cpu` in CPU units (1024 is one vCPU), `memory` in MiB: the pairs that Fargate takes. */
export const deployWorkerSchema = z
  .strictObject({
    type: z.literal("DEPLOY_WORKER"),
    name: nameSchema,
    region: regionSchema,
    cpu: z.int().default(512),
    memory: z.int().default(1024),
    subnet_ids: z
      .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "is not a subnet id"))
      .min(1)
      .max(16)
      .refine((ids) => new Set(ids).size === ids.length, "names a subnet twice")
      .optional(),
  })
  .superRefine((request, context) => {
    const memories = fargateMemory[request.cpu];
    if (memories === undefined) {
      const cpus = Object.keys(fargateMemory).join(", ");
      context.addIssue({ code: "custom", path: ["cpu"], message: `Fargate takes one of ${cpus}` });
    } else if (!memories.includes(request.memory)) {
      const message = `with cpu ${request.cpu} Fargate takes one of ${memories.join(", ")}`;
      context.addIssue({ code: "custom", path: ["memory"], message });
    }
  });

/** A new revision of the Tendril's task definition with the newest release, rolled out. */
export const updateWorkerSchema = z.strictObject({ type: z.literal("UPDATE_WORKER"), tendril_id: z.uuid() });
export type UpdateWorkerRequest = z.infer<typeof updateWorkerSchema>;

/** Drains a Tendril and removes all that was made for it. `force` interrupts what it runs. */
export const destroyWorkerSchema = z.strictObject({
  type: z.literal("DESTROY_WORKER"),
  tendril_id: z.uuid(),
  force: z.boolean().optional(),
});
export type DestroyWorkerRequest = z.infer<typeof destroyWorkerSchema>;

/** Proves that an identity can be used, and lists what is there; FETCH_RESOURCES only lists. */
export const connectionTestSchema = z.strictObject({ type: z.literal("CONNECTION_TEST"), cloud_identity_id: z.uuid() });
export const fetchResourcesSchema = z.strictObject({ type: z.literal("FETCH_RESOURCES"), cloud_identity_id: z.uuid() });

/** Plans a vine, with `destroy` the removal of all that it made. Without `tendril_id` any Tendril may take it. */
export const planSchema = z.strictObject({
  type: z.literal("PLAN"),
  vine_id: z.uuid(),
  destroy: z.boolean().optional(),
  tendril_id: z.uuid().optional(),
});
export type PlanRequest = z.infer<typeof planSchema>;

export type DeployWorkerRequest = z.infer<typeof deployWorkerSchema>;

/** `POST /api/jobs`, one schema for each job type that can be created. */
export const createJobSchema = z.discriminatedUnion("type", [
  connectionTestSchema,
  fetchResourcesSchema,
  deployWorkerSchema,
  updateWorkerSchema,
  destroyWorkerSchema,
  planSchema,
]);
export type CreateJobRequest = z.infer<typeof createJobSchema>;

/** A POST that says all by its address. */
export const emptySchema = z.strictObject({});

export const cancelJobSchema = z.strictObject({ force: z.boolean().optional() });

export const applyJobSchema = z.strictObject({ tendril_id: z.uuid().optional() });

export const recoverJobSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) });

export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/, "needs 1 to 255 visible ASCII characters");
