import * as z from "zod";
import { jsonValueSchema } from "./json-value.ts";
import { executionMetadataSchema, jobSchema, progressSchema } from "./job.ts";
import { chunkSchema, logKeySchema } from "./log.ts";
import { limits } from "./limits.ts";
import { isErrorCode } from "./errors.ts";
import { sha256Schema } from "./vine.ts";
import { vineTemplateNames } from "./vine-templates.ts";

/** What workers send and get. Headers: `X-Worker-ID`, `X-Worker-Token` and, for a claimed job, `X-Job-Token`. */
export const workerHeaders = { id: "x-worker-id", token: "x-worker-token", jobToken: "x-job-token" } as const;

/** The worker id of the one-shot runner that works with the platform's own credentials. */
export const platformWorkerId = "platform";

const attempt = z.int().min(1).max(limits.attemptsMax);

export const heartbeatSchema = z.strictObject({
  version: z.string().regex(/^[\w.+-]{1,64}$/, "is not a version"),
  instance_id: z.string().regex(/^[\w:/.-]{1,256}$/, "is not an instance id"),
  draining: z.boolean(),
  job: z.strictObject({ id: z.uuid(), attempt }).optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const heartbeatAnswerSchema = z.object({
  latest_version: z.string(),
  drain: z.boolean(),
  cancel: z.array(z.uuid()),
});

export const claimSchema = z.strictObject({ request_id: z.uuid(), job_id: z.uuid().optional() });

/** All that a runner needs to run Terraform, without a credential in it. */
export const workSchema = z.object({
  /** The root module: a folder of `tendril-image/templates`, or an archive with the address that it can be read at for a while. */
  source: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("template"), name: z.enum(["tendril", ...vineTemplateNames]) }),
    z.object({ kind: z.literal("archive"), sha256: sha256Schema, url: z.url() }),
  ]),
  /** What every resource is tagged with. */
  tags: z.record(z.string(), z.string()),
  /** How the step Assume Identity names what is assumed; null for the platform's own role. */
  identity: z.string().nullable(),
  operation: z.enum(["apply", "destroy"]),
  variables: z.record(z.string(), jsonValueSchema),
  region: z.string(),
  state: z.object({ bucket: z.string(), key: z.string(), region: z.string() }),
  /** The runner's own stages, in order. */
  steps: z.array(z.object({ number: z.int(), name: z.string() })),
  /** The job-wide number of the first line that the runner writes. */
  next_line: z.int().min(1),
});
export type Work = z.infer<typeof workSchema>;

export const claimAnswerSchema = z.object({ job: jobSchema, work: workSchema, job_token: z.string() });
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>;

export const credentialsRequestSchema = z.strictObject({ attempt });

export const awsCredentialsSchema = z.object({
  access_key_id: z.string(),
  secret_access_key: z.string(),
  session_token: z.string(),
  expires_at: z.iso.datetime(),
});
export type AwsCredentials = z.infer<typeof awsCredentialsSchema>;

/** `target`: for the identity or the platform role. `state`: for this job's state key and its lock alone. */
export const credentialsAnswerSchema = z.object({ target: awsCredentialsSchema, state: awsCredentialsSchema });
export type CredentialsAnswer = z.infer<typeof credentialsAnswerSchema>;

export const appendLogSchema = z
  .strictObject({
    attempt,
    chunks: z.array(chunkSchema).max(limits.chunksPerRequest),
    /** Keys that the writer gives up: they are shown as missing, never hidden. */
    missing: z.array(logKeySchema).max(1000).optional(),
  })
  .refine((request) => request.chunks.length > 0 || (request.missing?.length ?? 0) > 0, {
    path: ["chunks"],
    message: "holds nothing",
  });
export const appendLogAnswerSchema = z.object({ cancel: z.boolean(), watched: z.boolean() });

/** How a runner ended its work. It never writes a job's status. */
export const outcomes = ["SUCCESS", "FAILED", "CANCELLED", "INTERRUPTED"] as const;
export type Outcome = (typeof outcomes)[number];

export const progressReportSchema = z.strictObject({
  attempt,
  step: z
    .strictObject({ number: z.int().min(1).max(98), event: z.enum(["started", "ended"]), ok: z.boolean().optional() })
    .optional(),
  progress: progressSchema.optional(),
  /** When SIGINT was sent to Terraform. */
  interrupted_at: z.iso.datetime().optional(),
  /** The last report: after it the runner's child is gone and its log is flushed. */
  outcome: z.enum(outcomes).optional(),
  error_code: z.string().refine(isErrorCode, "is not in the catalogue").optional(),
  error_message: z.string().max(limits.errorMessageMaxChars).optional(),
  execution_metadata: executionMetadataSchema.partial().optional(),
});
export type ProgressReport = z.infer<typeof progressReportSchema>;
export const progressAnswerSchema = z.object({ cancel: z.boolean() });
