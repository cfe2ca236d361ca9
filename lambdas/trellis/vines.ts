import { VintnerError } from "../contract/errors.ts";
import type { Person } from "../contract/person.ts";
import type { VineInput } from "../contract/vine.ts";
import type { VineArchives } from "../cloud/vine-archives.ts";
import { hashOf } from "../domain/canonical-json.ts";
import { checkVariables } from "../domain/check-variables.ts";
import { configured, newVine } from "../domain/new-vine.ts";
import { presentVine } from "../domain/present-vine.ts";
import { vineName, type VineRow } from "../domain/vine-row.ts";
import { getCloudIdentity } from "../store/cloud-identities.ts";
import { repeatedAnswer } from "../store/create-job.ts";
import { keepAnswer } from "../store/idempotency.ts";
import { refuseBusy } from "../store/locks.ts";
import * as store from "../store/vines.ts";
import { getVineyard } from "../store/vineyards.ts";
import type { Clock } from "./clock.ts";
import { checkSource } from "./vine-source.ts";

export interface VineCreation {
  readonly input: VineInput;
  readonly person: Person;
  readonly idempotencyKey: string | undefined;
}

export interface VineDependencies {
  readonly clock: Clock;
  readonly vineArchives: Pick<VineArchives, "has">;
}

/** Plants a vine. Answers it as JSON text, the same to every repeat. */
export async function createVine(
  { input, person, idempotencyKey: key }: VineCreation,
  { clock: { newId, now }, vineArchives }: VineDependencies,
): Promise<string> {
  const once = key === undefined ? undefined : { user: person.name, key, requestHash: hashOf({ vine: input }) };
  // First: what was there then may be gone by now.
  const repeated = await repeatedAnswer(once, now());
  if (repeated !== undefined) return repeated;
  await checkInput(input, vineArchives);
  const row = newVine(newId(), input, now());
  const answer = JSON.stringify(presentVine(row));
  while (!(await store.createVine(row, once === undefined ? [] : [keepAnswer(once, answer, now())]))) {
    // The equal request of another sender may have been first.
    const first = await repeatedAnswer(once, now());
    if (first !== undefined) return first;
    await refuseByCause(row);
  }
  return answer;
}

/** Puts another configuration in the place of a vine's. A job that is open on the vine is in the way. */
export async function changeVine(id: string, input: VineInput, dependencies: VineDependencies): Promise<VineRow> {
  await required(id);
  await checkInput(input, dependencies.vineArchives);
  for (;;) {
    const row = await required(id);
    const changed = { ...row, ...configured(input), updated_at: dependencies.clock.now().toISOString() };
    if (await store.changeVine(row, changed)) return changed;
    await refuseBusy(store.vineTarget(row));
    await refuseByCause(changed);
  }
}

/** Deletes a vine that no job is open on. */
export async function deleteVine(id: string): Promise<void> {
  for (;;) {
    const row = await required(id);
    if (await store.deleteVine(row)) return;
    await refuseBusy(store.vineTarget(row));
  }
}

async function required(id: string): Promise<VineRow> {
  const row = await store.getVine(id);
  if (row === undefined) throw new VintnerError("NOT_FOUND", "There is no such vine.");
  return row;
}

async function checkInput(input: VineInput, archives: VineDependencies["vineArchives"]): Promise<void> {
  const errors = checkVariables(input.config);
  if (errors.length > 0) {
    const named = errors.map(({ pointer, detail }) => `${pointer} ${detail}`);
    throw new VintnerError("INVALID_REQUEST", `${named.slice(0, 5).join("; ")}.`, { errors });
  }
  await checkVineyard(input.vineyard_id);
  await checkIdentity(input.cloud_identity_id);
  await checkSource(input.config.source, archives);
}

async function checkVineyard(id: string): Promise<void> {
  if ((await getVineyard(id)) !== undefined) return;
  throw new VintnerError("NOT_FOUND", "There is no such vineyard.", {
    errors: [{ pointer: "/vineyard_id", detail: "is unknown" }],
  });
}

async function checkIdentity(id: string): Promise<void> {
  const pointer = "/cloud_identity_id";
  const row = await getCloudIdentity(id);
  if (row === undefined) {
    throw new VintnerError("NOT_FOUND", "There is no such cloud identity.", {
      errors: [{ pointer, detail: "is unknown" }],
    });
  }
  if (row.provider === "aws") return;
  const cloud = row.provider === "gcp" ? "Google Cloud project" : "Azure subscription";
  const message = `Vines run in AWS accounts only so far; ${row.name} is a ${cloud}: choose an AWS identity.`;
  throw new VintnerError("INVALID_REQUEST", message, { errors: [{ pointer, detail: "is not an AWS identity" }] });
}

/** Says what stood in the way of a vine, as far as it still does. */
async function refuseByCause(row: VineRow): Promise<void> {
  const holder = await store.vineIdOf(row);
  if (holder !== undefined && holder !== row.id) {
    throw new VintnerError("NAME_TAKEN", `The vineyard has a vine ${vineName(row)} already.`, {
      errors: [{ pointer: "/environment_stage", detail: "is taken for this project in this vineyard" }],
      extensions: { vine_id: holder },
    });
  }
  await checkIdentity(row.cloud_identity_id);
}
