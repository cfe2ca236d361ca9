import { randomBytes } from "node:crypto";
import type { CloudIdentity, CreateCloudIdentity, PatchCloudIdentity } from "../contract/cloud-identity.ts";
import { resourceKinds } from "../contract/resources.ts";
import type { Person } from "../contract/person.ts";
import { hashOf } from "../domain/canonical-json.ts";
import type { CloudIdentityRow } from "../domain/cloud-identity-row.ts";
import { newCloudIdentity } from "../domain/new-cloud-identity.ts";
import { presentCloudIdentity } from "../domain/present-cloud-identity.ts";
import {
  changeFreeCloudIdentity,
  createCloudIdentity,
  deleteCloudIdentity,
  getCloudIdentity,
} from "../store/cloud-identities.ts";
import { dropResources, readResources } from "../store/cloud-resources.ts";
import { repeatedAnswer } from "../store/create-job.ts";
import type { Clock } from "./clock.ts";

export interface IdentityCreation {
  readonly request: CreateCloudIdentity;
  readonly person: Person;
  readonly idempotencyKey: string | undefined;
}

/** Registers an identity; an AWS one gets its external id here. Answers it as JSON text, the same to every repeat. */
export async function createIdentity(
  { request, person, idempotencyKey: key }: IdentityCreation,
  { newId, now }: Clock,
): Promise<string> {
  const requestHash = hashOf({ cloud_identity: request });
  const once = key === undefined ? undefined : { user: person.name, key, requestHash };
  const repeated = await repeatedAnswer(once, now());
  if (repeated !== undefined) return repeated;
  const row = newCloudIdentity({ id: newId(), request, externalId: newExternalId(), now: now() });
  const answer = JSON.stringify(presentCloudIdentity(row));
  const isNew = await createCloudIdentity(row, once && { request: once, answer, now: now() });
  // The equal request of another sender may have been first.
  return isNew ? answer : ((await repeatedAnswer(once, now())) ?? answer);
}

/** Nobody can guess it; 43 characters of what an external id may hold. */
function newExternalId(): string {
  return `vintner-${randomBytes(32).toString("base64url")}`;
}

/** What is found anew between two reads is read again, once: jobs are minutes apart. */
const readsMax = 2;

/** The identity with what was last found in its cloud; undefined when it is gone. */
export async function identityWithResources(id: string): Promise<CloudIdentity | undefined> {
  for (let read = 1; ; read += 1) {
    const row = await getCloudIdentity(id);
    if (row === undefined) return undefined;
    if (row.resources_job_id === undefined) return presentCloudIdentity(row);
    const resources = await readResources(id, row.resources_job_id);
    const isWhole = resourceKinds[row.provider].every((kind) => kind in resources);
    if (isWhole) return presentCloudIdentity(row, resources);
    if (read === readsMax) return presentCloudIdentity(row);
  }
}

/**
 * Changes name or credentials. With other credentials it is another account, of which nothing is proven or known. A job
 * that is open on the identity is in the way: what it proves is to be what it was asked about.
 */
export async function changeIdentity(row: CloudIdentityRow, { name, credentials }: PatchCloudIdentity): Promise<void> {
  const given = Object.entries(credentials ?? {}).flatMap(([member, value]) =>
    value === undefined ? [] : [[member, value]],
  );
  const renamed = name === undefined ? {} : { name };
  if (given.length === 0) return changeFreeCloudIdentity(row, { set: renamed });
  await changeFreeCloudIdentity(row, {
    set: { ...renamed, is_verified: false, verified_at: null },
    credentials: Object.fromEntries(given),
    remove: ["resources_fetched_at", "resources_job_id"],
  });
  await dropResources(row.id);
}

/** Deletes an identity that nothing uses. */
export async function deleteIdentity(row: CloudIdentityRow): Promise<void> {
  await deleteCloudIdentity(row);
  await dropResources(row.id);
}
