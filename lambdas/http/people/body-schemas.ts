import * as z from "zod";

/** A POST that says all by its address. */
export const emptySchema = z.strictObject({});

/** What is right depends on what the request is about: the route itself parses it. */
export const anyBodySchema = z.unknown();

export const applyJobSchema = z.strictObject({ tendril_id: z.uuid().optional() });
