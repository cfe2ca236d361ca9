import { applyJobSchema, cancelJobSchema, createJobSchema, emptySchema, recoverJobSchema } from "../create-job.ts";
import { jobSchema } from "../job.ts";
import { logPageSchema } from "../log.ts";
import { jobListSchema, logQuerySchema } from "../queries.ts";
import { jobPageSchema, jobStatusSchema } from "./answers.ts";
import type { RouteDescriptions } from "./route-description.ts";

const creates = [
  "TARGET_BUSY",
  "NAME_TAKEN",
  "IDENTITY_INCOMPLETE",
  "SELF_HOSTED",
  "NOT_DEPLOYED",
  "UP_TO_DATE",
  "IDENTITY_UNVERIFIED",
  "ARCHIVE_MISSING",
] as const;

export const jobDescriptions = {
  "GET /api/jobs": {
    id: "listJobs",
    tag: "Jobs",
    summary: "Lists jobs, newest first",
    needs: "viewer",
    query: jobListSchema,
    answers: { 200: jobPageSchema },
    errors: ["NOT_FOUND"],
  },
  "POST /api/jobs": {
    id: "createJob",
    tag: "Jobs",
    summary: "Creates a job",
    detail:
      "One open job per target: a second is refused with TARGET_BUSY and the first one's `job_id`. Without `subnet_ids` a DEPLOY_WORKER makes a small VPC. `force` of a DESTROY_WORKER needs the group admin. A PLAN works by the vine's configuration as it is then.",
    needs: "operator",
    body: createJobSchema,
    example: { type: "DEPLOY_WORKER", name: "north", region: "eu-west-1", cpu: 512, memory: 1024 },
    idempotent: true,
    answers: { 201: jobSchema },
    errors: [...creates, "NOT_FOUND"],
  },
  "GET /api/jobs/{id}": {
    id: "getJob",
    tag: "Jobs",
    summary: "Reads a job",
    needs: "viewer",
    answers: { 200: jobSchema },
  },
  "GET /api/jobs/{id}/status": {
    id: "getJobStatus",
    tag: "Jobs",
    summary: "Reads a job's status and nothing else",
    detail: "Made to be asked every 3 seconds.",
    needs: "viewer",
    answers: { 200: jobStatusSchema },
  },
  "POST /api/jobs/{id}/cancel": {
    id: "cancelJob",
    tag: "Jobs",
    summary: "Cancels a job",
    detail:
      "Terraform is interrupted once and waited for: `stop.stopped_at` tells when it is proven gone. `force` needs the group admin and a cancel 60 seconds earlier, and stops the runner's task.",
    needs: "operator",
    body: cancelJobSchema,
    example: {},
    answers: { 202: jobSchema },
    errors: ["JOB_TERMINAL", "FORCE_TOO_EARLY"],
  },
  "POST /api/jobs/{id}/rerun": {
    id: "rerunJob",
    tag: "Jobs",
    summary: "Runs a closed job again",
    detail: "A new job with the same configuration and target. Its `rerun_of` names the old one.",
    needs: "operator",
    body: emptySchema,
    example: {},
    idempotent: true,
    answers: { 201: jobSchema },
    errors: [...creates, "JOB_NOT_CLOSED"],
  },
  "POST /api/jobs/{id}/apply": {
    id: "applyJob",
    tag: "Jobs",
    summary: "Applies a plan",
    detail: "Plans cannot be applied yet: every job is refused with NOT_APPLICABLE.",
    needs: "operator",
    body: applyJobSchema,
    example: {},
    answers: { 201: jobSchema },
    errors: ["NOT_APPLICABLE"],
  },
  "POST /api/jobs/{id}/recover": {
    id: "recoverJob",
    tag: "Jobs",
    summary: "Recovers a job whose runner was lost amid changes",
    detail:
      "Proves the lost runner gone, frees that state lock alone and closes the job. Kept with your name and reason.",
    needs: "admin",
    body: recoverJobSchema,
    example: { reason: "The task is gone; the network was looked through by hand." },
    answers: { 200: jobSchema },
    errors: ["NOT_RECOVERABLE", "RUNNER_ALIVE"],
  },
  "GET /api/jobs/{id}/logs": {
    id: "getJobLog",
    tag: "Logs",
    summary: "Reads a page of a job's log",
    detail:
      "One of `after` and `before` (keys) and `line`. Go on with `next_after` until `complete`. A page ends at 4 MB, and before a hole that is not declared missing.",
    needs: "viewer",
    query: logQuerySchema,
    answers: { 200: logPageSchema },
  },
  "GET /api/jobs/{id}/log.txt": {
    id: "getJobLogText",
    tag: "Logs",
    summary: "Reads a job's log as text",
    detail: "Lines of the form `<STREAM>\\t<line>`. Once the job is closed: a redirect to the archive, gzipped.",
    needs: "viewer",
    answers: { 200: "text", 302: "location" },
  },
} as const satisfies RouteDescriptions;
