import * as z from "zod";

/** What a state machine gives to the broker. */
export const brokerStepInputSchema = z.strictObject({
  step: z.enum(["Assume Platform Role", "Assume Identity", "Verify Identity"]),
  job_id: z.uuid(),
});
export type BrokerStepInput = z.infer<typeof brokerStepInputSchema>;
