import * as z from "zod";

/** A POST that says all by its address. */
export const emptySchema = z.strictObject({});

export const applyJobSchema = z.strictObject({ tendril_id: z.uuid().optional() });
