import type { Job, Step } from "../../../lambdas/contract/job.ts";

/** A job for tests: DEPLOY_WORKER, just created. */
export function testJob(part: Partial<Job> = {}): Job {
  return {
    id: "3f2b8c1e-0000-4000-8000-000000000001",
    type: "DEPLOY_WORKER",
    status: "QUEUED",
    attempt: 1,
    created_by: "anna",
    target: { kind: "tendril", id: "3f2b8c1e-0000-4000-8000-000000000002", name: "north" },
    tendril_id: "platform",
    tendril_name: "platform",
    config_snapshot: {},
    config_hash: "",
    execution_metadata: { seconds: {} },
    steps: [],
    waiting: null,
    progress: null,
    error_code: null,
    error_message: null,
    stop: null,
    rerun_of: null,
    plan_job_id: null,
    log: { last_key: null, lines: 0, missing: [], complete: false, sha256: null },
    created_at: "2026-11-21T12:00:00Z",
    started_at: null,
    completed_at: null,
    closed_at: null,
    ...part,
  };
}

export function testStep(number: number, name: string, ok: boolean | null = true, attempt = 1): Step {
  const ended = ok === null ? null : "2026-11-21T12:00:05Z";
  return { number, name, attempt, started_at: "2026-11-21T12:00:01Z", ended_at: ended, ok };
}
