import * as z from "zod";

const caught = z.object({ Error: z.string().optional(), Cause: z.string().optional() });

const jobId = z.uuid();
/** Only a state that waits gets one. */
const taskToken = z.string().min(1);
const subnets = z.array(z.string()).min(1);
const placement = z.strictObject({ all: subnets, subnets, seconds: z.number(), waited: z.number() });

/** What the state machine gives to the function behind a step: ids, and errors that it caught. */
export const jobStepInputSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("Begin"), job_id: jobId }),
  z.strictObject({ step: z.literal("Wait For Capacity"), job_id: jobId, error: caught, placement }),
  z.strictObject({ step: z.literal("Settle Run"), job_id: jobId, error: caught }),
  z.strictObject({ step: z.literal("Cache Resources"), job_id: jobId }),
  z.strictObject({ step: z.literal("Report Results"), job_id: jobId }),
  z.strictObject({ step: z.literal("Report Failure"), job_id: jobId, error: caught }),
]);

export const discoverStepInputSchema = z.strictObject({ step: z.literal("Discover Resources"), job_id: jobId });

export const tendrilStepInputSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("Register Tendril"), job_id: jobId }),
  z.strictObject({ step: z.literal("Start Tendril"), job_id: jobId }),
  z.strictObject({ step: z.literal("Update Task Definition"), job_id: jobId }),
  z.strictObject({ step: z.literal("Force New Deployment"), job_id: jobId }),
  z.strictObject({ step: z.literal("Await Rollout"), job_id: jobId, task_token: taskToken }),
  z.strictObject({ step: z.literal("Settle Rollout"), job_id: jobId, error: caught }),
  z.strictObject({ step: z.literal("Drain Tendril"), job_id: jobId, task_token: taskToken }),
  z.strictObject({ step: z.literal("Requeue Jobs"), job_id: jobId, error: caught }),
  z.strictObject({ step: z.literal("Deregister Tendril"), job_id: jobId }),
  z.strictObject({ step: z.literal("Run On Tendril"), job_id: jobId, task_token: taskToken }),
]);
export type TendrilStepInput = z.infer<typeof tendrilStepInputSchema>;
