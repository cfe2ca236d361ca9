import * as z from "zod";
import { nameSchema } from "./create-job.ts";

export const tendrilStatuses = ["STARTING", "ONLINE", "DRAINING", "OFFLINE", "ASLEEP"] as const;
export type TendrilStatus = (typeof tendrilStatuses)[number];

/** A Tendril as the API answers it. */
export const tendrilSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  mode: z.enum(["cloud-hosted", "self-hosted"]),
  region: z.string().nullable(),
  status: z.enum(tendrilStatuses),
  version: z.string().nullable(),
  latest_version: z.string(),
  current_job_id: z.uuid().nullable(),
  last_heartbeat_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});
export type Tendril = z.infer<typeof tendrilSchema>;

/** A person registers a self-hosted Tendril; a cloud-hosted one is registered by the job that made it. */
export const registerSelfHostedSchema = z.strictObject({ name: nameSchema, mode: z.literal("self-hosted") });
export type RegisterSelfHosted = z.infer<typeof registerSelfHostedSchema>;
