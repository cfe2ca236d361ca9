import { ticketAnswerSchema } from "../realtime.ts";
import {
  appendLogAnswerSchema,
  appendLogSchema,
  claimAnswerSchema,
  claimSchema,
  credentialsAnswerSchema,
  credentialsRequestSchema,
  heartbeatAnswerSchema,
  heartbeatSchema,
  progressAnswerSchema,
  progressReportSchema,
} from "../worker.ts";
import { artifactUrlSchema } from "./answers.ts";
import type { RouteDescriptions } from "./route-description.ts";

/** A runner that is not the job's own any more hears one of these and stops its Terraform. */
const fenced = ["NOT_FOUND", "FORBIDDEN", "STALE_ATTEMPT", "JOB_CLOSED"] as const;

const jobId = "3f2b8c1e-5a0d-4c1e-9b7a-2f6d1c0e8a11";

export const workerDescriptions = {
  "POST /api/tendrils/heartbeat": {
    id: "sendHeartbeat",
    tag: "Workers",
    summary: "Tells that a worker is alive, and what it runs",
    detail: "Every 30 seconds, every 10 with a job: it renews the job's lease of 90 seconds.",
    needs: "worker",
    body: heartbeatSchema,
    example: { version: "0.1.0", instance_id: "i-1", draining: false, job: { id: jobId, attempt: 1 } },
    answers: { 200: heartbeatAnswerSchema },
    errors: fenced,
  },
  "POST /api/tendrils/ticket": {
    id: "createWorkerTicket",
    tag: "Workers",
    summary: "Makes a ticket for the worker's own WebSocket",
    detail: "For the topic `tendril:<id>`, without an Origin.",
    needs: "worker",
    answers: { 201: ticketAnswerSchema },
  },
  "POST /api/jobs/claim": {
    id: "claimJob",
    tag: "Workers",
    summary: "Claims a job",
    detail:
      "The same `request_id` gets the same answer. 204: there is nothing to do. The platform runner names its job.",
    needs: "worker",
    body: claimSchema,
    example: { request_id: "0d0f2c1e-6a51-4b1e-8f0a-7c5e4d3b2a10", job_id: jobId },
    answers: { 200: claimAnswerSchema, 204: "nothing" },
    errors: fenced,
  },
  "POST /api/jobs/{id}/credentials": {
    id: "getJobCredentials",
    tag: "Workers",
    summary: "Gives short-lived credentials for a claimed job",
    detail:
      "`target` is for the provider: of the vine's cloud identity, or of the platform. `state` is for this job's state key and its lock alone.",
    needs: "worker",
    body: credentialsRequestSchema,
    example: { attempt: 1 },
    answers: { 200: credentialsAnswerSchema },
    errors: [...fenced, "ROLE_NOT_ASSUMABLE"],
  },
  "POST /api/jobs/{id}/logs": {
    id: "appendLog",
    tag: "Workers",
    summary: "Appends to a job's log",
    detail:
      "Stored in order up to the first refusal. The same bytes again are welcome under their key, others are not.",
    needs: "worker",
    body: appendLogSchema,
    example: {
      attempt: 1,
      chunks: [
        { key: "01.04.00000001", stream: "STDOUT", text: "Apply complete!\n", at: "2026-11-21T12:00:00Z", line: 42 },
      ],
    },
    answers: { 202: appendLogAnswerSchema },
    errors: [...fenced, "LOG_CONFLICT"],
  },
  "PUT /api/jobs/{id}/progress": {
    id: "reportProgress",
    tag: "Workers",
    summary: "Reports a runner's steps, progress and outcome",
    detail: "The outcome counts once, and never writes a job's status.",
    needs: "worker",
    body: progressReportSchema,
    example: { attempt: 1, progress: { done: 3, total: 9, current: "aws_ecs_cluster.tendril" } },
    answers: { 200: progressAnswerSchema },
    errors: fenced,
  },
  "GET /api/jobs/{id}/artifacts/{name}": {
    id: "getArtifactUrl",
    tag: "Workers",
    summary: "Gives an address to read an artifact from",
    detail: "`name` is `errored_state`.",
    needs: "worker",
    answers: { 200: artifactUrlSchema },
    errors: fenced,
  },
  "PUT /api/jobs/{id}/artifacts/{name}": {
    id: "putArtifactUrl",
    tag: "Workers",
    summary: "Gives an address to write an artifact to",
    detail: "`name` is `errored_state`.",
    needs: "worker",
    answers: { 200: artifactUrlSchema },
    errors: fenced,
  },
} as const satisfies RouteDescriptions;
