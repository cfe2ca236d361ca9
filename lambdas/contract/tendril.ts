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

/** A person registers a self-hosted Tendril; the DEPLOY_WORKER machine registers the one that its job made. */
export const registerSelfHostedSchema = z.strictObject({ name: nameSchema, mode: z.literal("self-hosted") });
export const registerCloudHostedSchema = z.strictObject({
  job_id: z.uuid(),
  attempt: z.int().min(1),
  mode: z.literal("cloud-hosted"),
});
