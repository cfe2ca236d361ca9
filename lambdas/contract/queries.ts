import * as z from "zod";
import { jobStatuses } from "./job.ts";
import { jobTypes } from "./job-types.ts";
import { limits } from "./limits.ts";
import { logKeySchema } from "./log.ts";

/** A whole number as it stands in an address, where all is text; the API description tells the number that is meant. */
function wholeNumber(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^\d{1,12}$/, "is not a whole number")
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `needs to be from ${minimum} to ${maximum}`)
    .meta({ type: "integer", minimum, maximum });
}

const page = {
  limit: wholeNumber(1, limits.listMax).default(limits.listDefault),
  cursor: z.string().max(500).optional(),
};

export const pageSchema = z.strictObject(page);

export const vineListSchema = z.strictObject({ ...page, vineyard_id: z.string().max(100).optional() });

export const jobListSchema = z.strictObject({
  ...page,
  status: z.enum(jobStatuses).optional(),
  type: z.enum(jobTypes).optional(),
  /** Part of a target's name, or the beginning of a job's id. */
  q: z.string().max(100).optional(),
  tendril_id: z.string().max(100).optional(),
  vine_id: z.string().max(100).optional(),
});

const chunksMax = 1000;
const chunksDefault = 200;

export const logQuerySchema = z
  .strictObject({
    after: logKeySchema.optional(),
    before: logKeySchema.optional(),
    line: wholeNumber(1, 999_999_999_999).optional(),
    limit: wholeNumber(1, chunksMax).default(chunksDefault),
  })
  .refine(({ after, before, line }) => [after, before, line].filter((part) => part !== undefined).length <= 1, {
    message: "takes one of after, before and line",
  });
