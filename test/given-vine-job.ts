import { randomUUID } from "node:crypto";
import { planSchema } from "../lambdas/contract/create-job.ts";
import type { VineSource } from "../lambdas/contract/vine.ts";
import { queueOf } from "../lambdas/domain/job-queue.ts";
import type { JobRow } from "../lambdas/domain/job-row.ts";
import { newJob } from "../lambdas/domain/new-job.ts";
import { newVine } from "../lambdas/domain/new-vine.ts";
import { newVineSnapshot } from "../lambdas/domain/vine-snapshot.ts";
import { vineTarget } from "../lambdas/store/vines.ts";
import { changeJob } from "../lambdas/store/jobs.ts";
import { createJob } from "../lambdas/store/create-job.ts";
import { at } from "./given-job.ts";

export interface VineJobFacts {
  /** @default randomUUID() */
  readonly identityId?: string;
  /** The Tendril that is asked for. @default any */
  readonly tendril?: { readonly id: string; readonly name: string };
  readonly source?: VineSource;
  readonly destroy?: boolean;
  /** @default 0 */
  readonly createdAtSeconds?: number;
  readonly set?: Partial<JobRow>;
}

/** A PLAN job of a new vine, as `POST /api/jobs` writes it to the tables; `set` makes it another one. */
export async function givenVineJob(facts: VineJobFacts = {}): Promise<JobRow> {
  const { identityId = randomUUID(), tendril, destroy = false, set = {} } = facts;
  const { source = { kind: "template", name: "aws-bucket" } } = facts;
  const now = at(facts.createdAtSeconds ?? 0);
  const vine = newVine(
    randomUUID(),
    {
      ...{ vineyard_id: randomUUID(), cloud_identity_id: identityId, region: "eu-west-1" },
      ...{ project_name: "shop", environment_stage: "prod" },
      config: { source, variables: { name_prefix: "shop" } },
    },
    now,
  );
  const request = planSchema.parse({ type: "PLAN", vine_id: vine.id, destroy, tendril_id: tendril?.id });
  const row = newJob({
    ...{ id: randomUUID(), request, target: vineTarget(vine), createdBy: "olga", now },
    vine: { snapshot: newVineSnapshot(vine, destroy), configHash: vine.config_hash, tendril: tendril ?? null },
  });
  await createJob({ row, once: undefined, answer: "", now });
  return (await changeJob(row.id, { set })) ?? row;
}

/** One that waits for a Tendril, as Run On Tendril leaves it. */
export function waitingVineJob(facts: VineJobFacts = {}): Promise<JobRow> {
  const sealed_token = Buffer.from("token").toString("base64");
  const since = at(facts.createdAtSeconds ?? 0).toISOString();
  const queue = queueOf(facts.tendril?.id ?? null);
  const wait = { step: "Await Tendril", sealed_token, since } as const;
  const began = { number: 0, name: "Begin", attempt: 1, started_at: since, ended_at: since, ok: true };
  const waits = { number: 1, name: "Await Tendril", attempt: 1, started_at: since, ended_at: null, ok: null };
  return givenVineJob({ ...facts, set: { wait, queue, steps: { "01.00": began, "01.01": waits }, ...facts.set } });
}
