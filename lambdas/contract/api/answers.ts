import * as z from "zod";
import { cloudIdentitySchema } from "../cloud-identity.ts";
import { jobSchema } from "../job.ts";
import { tendrilSchema } from "../tendril.ts";
import { vineSchema, vineyardSchema } from "../vine.ts";

/** Answers that no code of ours reads by a schema: they are here to be described, and for tests to hold routes to. */

function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

export const jobPageSchema = page(jobSchema);
export const tendrilPageSchema = page(tendrilSchema);
export const cloudIdentityPageSchema = page(cloudIdentitySchema);
export const vinePageSchema = page(vineSchema);
export const vineyardPageSchema = page(vineyardSchema);

export const jobStatusSchema = jobSchema.pick({ status: true, error_message: true });

/** The token is shown this once. */
export const registeredTendrilSchema = z.object({ id: z.uuid(), token: z.string() });

export const healthSchema = z.object({ status: z.literal("ok"), version: z.string() });

/** Presigned: good for five minutes and this one artifact. */
export const artifactUrlSchema = z.object({ url: z.url() });

/** The OpenAPI document itself. */
export const descriptionSchema = z.looseObject({ openapi: z.string() });

/** What API Gateway says by itself when a function crashes or is too slow, or a body is over 10 MB. */
export const gatewayErrorSchema = z.object({ message: z.string() });
