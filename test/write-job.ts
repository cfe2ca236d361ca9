import { randomUUID } from "node:crypto";
import { deployWorkerSchema } from "../lambdas/contract/create-job.ts";
import type { JobRow } from "../lambdas/domain/job-row.ts";
import { newJob } from "../lambdas/domain/new-job.ts";
import { changeJob } from "../lambdas/store/jobs.ts";
import { createJob } from "../lambdas/store/create-job.ts";

/** Writes a DEPLOY_WORKER job of a new Tendril to the tables, as `POST /api/jobs` does; `set` makes it another one. */
export async function writeDeployJob(
  set: Partial<JobRow> = {},
  now = new Date("2026-01-01T00:00:00Z"),
): Promise<JobRow> {
  const name = `t${randomUUID().slice(0, 8)}`;
  const request = deployWorkerSchema.parse({ type: "DEPLOY_WORKER", name, region: "eu-west-1" });
  const target = { kind: "tendril", id: randomUUID(), name } as const;
  const { type: _type, ...deployment } = request;
  const row = newJob({ id: randomUUID(), request, target, createdBy: "olga", now, deployment });
  const tendril = {
    id: target.id,
    name,
    mode: "cloud-hosted",
    region: request.region,
    created_at: row.created_at,
    deployment,
    instances: {},
  } as const;
  await createJob({ row, tendril, once: undefined, answer: "", now });
  if (Object.keys(set).length === 0) return row;
  return (await changeJob(row.id, { set })) ?? row;
}
