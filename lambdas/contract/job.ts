import * as z from "zod";
import { jsonValueSchema } from "./json-value.ts";
import { jobTypes } from "./job-types.ts";
import { logKeySchema } from "./log.ts";
import { planSummarySchema } from "./plan-summary.ts";

export const jobStatuses = ["QUEUED", "PROCESSING", "SUCCESS", "FAILED", "CANCELLED"] as const;
export type JobStatus = (typeof jobStatuses)[number];

const time = z.iso.datetime();

export const stepSchema = z.object({
  number: z.int(),
  name: z.string(),
  attempt: z.int(),
  started_at: time,
  ended_at: time.nullable(),
  ok: z.boolean().nullable(),
});
export type Step = z.infer<typeof stepSchema>;

export const progressSchema = z.strictObject({
  done: z.int().min(0),
  total: z.int().min(0),
  current: z.string().max(300).nullable(),
});

export const clusterSchema = z.strictObject({
  name: z.string(),
  arn: z.string(),
  service_arn: z.string().optional(),
  task_definition_arn: z.string().optional(),
  log_group: z.string().optional(),
});

/** What a job found out. `seconds` maps a step's name to its duration in seconds. */
export const executionMetadataSchema = z.strictObject({
  outputs: z.record(z.string(), jsonValueSchema).optional(),
  plan: planSummarySchema.optional(),
  identity: z.record(z.string(), z.string()).optional(),
  cluster: clusterSchema.optional(),
  cost: z.strictObject({ currency: z.string(), job: z.number(), monthly: z.number() }).optional(),
  seconds: z.record(z.string(), z.number()),
});
export type ExecutionMetadata = z.infer<typeof executionMetadataSchema>;

export const targetSchema = z.object({
  kind: z.enum(["cloud_identity", "tendril", "vine"]),
  id: z.uuid(),
  name: z.string(),
});
export type Target = z.infer<typeof targetSchema>;

export const stopSchema = z.object({
  requested_at: time,
  requested_by: z.string(),
  interrupted_at: time.nullable(),
  stopped_at: time.nullable(),
  forced: z.boolean(),
});

/** Why a QUEUED job waits. */
export const waitingSchema = z.object({ code: z.string(), detail: z.string(), job_id: z.uuid().optional() });

export const logSummarySchema = z.object({
  last_key: logKeySchema.nullable(),
  lines: z.int().min(0),
  missing: z.array(logKeySchema),
  complete: z.boolean(),
  sha256: z.string().nullable(),
});

/** A job as the API answers it (contract §4). */
export const jobSchema = z.object({
  id: z.uuid(),
  type: z.enum(jobTypes),
  status: z.enum(jobStatuses),
  attempt: z.int().min(1),
  created_by: z.string(),
  target: targetSchema,
  tendril_id: z.string().nullable(),
  tendril_name: z.string().nullable(),
  config_snapshot: z.record(z.string(), jsonValueSchema),
  config_hash: z.string(),
  execution_metadata: executionMetadataSchema,
  steps: z.array(stepSchema),
  waiting: waitingSchema.nullable(),
  progress: progressSchema.nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  stop: stopSchema.nullable(),
  rerun_of: z.uuid().nullable(),
  plan_job_id: z.uuid().nullable(),
  log: logSummarySchema,
  created_at: time,
  started_at: time.nullable(),
  completed_at: time.nullable(),
  closed_at: time.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** What the WebSocket pushes of a job: a frame has 32 KB. */
export const jobEventSchema = jobSchema.omit({ config_snapshot: true, execution_metadata: true });
export type JobEvent = z.infer<typeof jobEventSchema>;

export function isTerminal(status: JobStatus): boolean {
  return status === "SUCCESS" || status === "FAILED" || status === "CANCELLED";
}
