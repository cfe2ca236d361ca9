import * as z from "zod";

/** What the state machine gives to the broker. */
export const brokerStepInputSchema = z.strictObject({ step: z.literal("Assume Platform Role"), job_id: z.uuid() });
export type BrokerStepInput = z.infer<typeof brokerStepInputSchema>;
