import type { DeployWorkerRequest, DestroyWorkerRequest, UpdateWorkerRequest } from "../contract/create-job.ts";
import { VintnerError } from "../contract/errors.ts";
import type { Person } from "../contract/person.ts";
import type { JobRow } from "../domain/job-row.ts";
import { currentInstance } from "../domain/staleness.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import type { Clock } from "./clock.ts";
import type { JobPlan } from "./job-plan.ts";
import { knownTendril } from "./known-tendril.ts";

/** A deployment makes the Tendril's row; its re-run keeps it. */
export function planDeploy(request: DeployWorkerRequest, rerunOf: JobRow | undefined, clock: Clock): JobPlan {
  const { type: _type, ...deployment } = request;
  const target = rerunOf?.target ?? { kind: "tendril", id: clock.newId(), name: request.name };
  const tendril: TendrilRow = {
    id: target.id,
    name: target.name,
    mode: "cloud-hosted",
    region: request.region,
    created_at: clock.now().toISOString(),
    deployment,
    instances: {},
  };
  return { target, deployment, tendril };
}

/** Refuses a Tendril that has nothing to be updated: one that is not ours to update, not there yet, or up to date. */
export async function planUpdate(request: UpdateWorkerRequest, latestVersion: string, now: Date): Promise<JobPlan> {
  const row = await knownTendril(request.tendril_id);
  if (row.mode === "self-hosted") {
    const detail = `${row.name} is self-hosted: whoever runs it updates it, by starting the image of release ${latestVersion}.`;
    throw new VintnerError("SELF_HOSTED", detail);
  }
  if (row.registered_at === undefined) {
    throw new VintnerError("NOT_DEPLOYED", `${row.name} is not deployed yet: run its DEPLOY_WORKER job again.`);
  }
  if (currentInstance(row, now)?.version === latestVersion) {
    throw new VintnerError("UP_TO_DATE", `${row.name} already runs ${latestVersion}, the newest release.`);
  }
  return planFor(row);
}

/** A Tendril whose deployment failed half-way can be destroyed too; of a self-hosted one only the registration goes. */
export async function planDestroy({ tendril_id, force }: DestroyWorkerRequest, person: Person): Promise<JobPlan> {
  if (force === true && person.group !== "admin") {
    throw new VintnerError("FORBIDDEN", `Force needs the group admin; you are ${person.group}.`);
  }
  return planFor(await knownTendril(tendril_id));
}

function planFor({ id, name, deployment }: TendrilRow): JobPlan {
  const target = { kind: "tendril", id, name } as const;
  return { target, ...(deployment !== undefined && { deployment }), needs: { table: "tendrils", id } };
}
