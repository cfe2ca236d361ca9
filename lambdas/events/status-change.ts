import * as z from "zod";

/** EventBridge's "Step Functions Execution Status Change", as far as the closer reads it. */
export const statusChangeSchema = z.object({
  "detail-type": z.literal("Step Functions Execution Status Change"),
  detail: z.object({
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
export type StatusChange = z.infer<typeof statusChangeSchema>;
