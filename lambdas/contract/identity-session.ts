import * as z from "zod";
import { awsCredentialsSchema } from "./worker.ts";

/** Short-lived credentials that can only read, of one identity for one job. They travel from the broker to a discover function, never through a state machine. */
export const identitySessionSchema = z.discriminatedUnion("provider", [
  z.object({ provider: z.literal("aws"), account: z.string(), credentials: awsCredentialsSchema }),
  z.object({ provider: z.literal("gcp"), project_id: z.string(), member: z.string(), access_token: z.string() }),
  z.object({
    provider: z.literal("azure"),
    subscription_id: z.string(),
    client_id: z.string(),
    access_token: z.string(),
  }),
]);
export type IdentitySession = z.infer<typeof identitySessionSchema>;
export type SessionOf<Provider extends IdentitySession["provider"]> = Extract<IdentitySession, { provider: Provider }>;

/** What the discover functions ask the broker. */
export const sessionRequestSchema = z.strictObject({ ask: z.literal("Identity Session"), job_id: z.uuid() });
export type SessionRequest = z.infer<typeof sessionRequestSchema>;
