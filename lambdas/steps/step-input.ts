import * as z from "zod";

const caught = z.object({ Error: z.string().optional(), Cause: z.string().optional() });

const jobId = z.uuid();

/** What the state machine gives to the function behind a step: ids, and errors that it caught. */
export const jobStepInputSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("Begin"), job_id: jobId }),
  z.strictObject({ step: z.literal("Settle Run"), job_id: jobId, error: caught }),
  z.strictObject({ step: z.literal("Report Results"), job_id: jobId }),
  z.strictObject({ step: z.literal("Report Failure"), job_id: jobId, error: caught }),
]);

export const tendrilStepInputSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("Register Tendril"), job_id: jobId }),
  z.strictObject({ step: z.literal("Start Tendril"), job_id: jobId }),
]);
