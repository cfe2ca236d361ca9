import { VintnerError } from "../contract/errors.ts";
import type { Person } from "../contract/person.ts";
import type { Vineyard } from "../contract/vine.ts";
import { hashOf } from "../domain/canonical-json.ts";
import { repeatedAnswer } from "../store/create-job.ts";
import { keepAnswer } from "../store/idempotency.ts";
import { createVineyard as writeVineyard } from "../store/vineyards.ts";
import type { Clock } from "./clock.ts";

export interface VineyardCreation {
  readonly name: string;
  readonly person: Person;
  readonly idempotencyKey: string | undefined;
}

/** Makes a vineyard. Answers it as JSON text, the same to every repeat. Throws NAME_TAKEN. */
export async function createVineyard(
  { name, person, idempotencyKey: key }: VineyardCreation,
  { newId, now }: Clock,
): Promise<string> {
  const once = key === undefined ? undefined : { user: person.name, key, requestHash: hashOf({ vineyard: name }) };
  const row: Vineyard = { id: newId(), name, created_at: now().toISOString() };
  const answer = JSON.stringify(row);
  const isNew = await writeVineyard(row, once === undefined ? [] : [keepAnswer(once, answer, now())]);
  if (isNew) return answer;
  const repeated = await repeatedAnswer(once, now());
  if (repeated !== undefined) return repeated;
  throw new VintnerError("NAME_TAKEN", `A vineyard named ${name} exists already.`, {
    errors: [{ pointer: "/name", detail: "is taken" }],
  });
}
