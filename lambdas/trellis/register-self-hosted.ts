import type { Seal } from "../cloud/seal.ts";
import { VintnerError } from "../contract/errors.ts";
import type { Person } from "../contract/person.ts";
import { hashOf } from "../domain/canonical-json.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { hashToken } from "../domain/tokens.ts";
import { repeatedAnswer } from "../store/create-job.ts";
import { keepAnswer, type IdempotentRequest } from "../store/idempotency.ts";
import { createTendril } from "../store/tendrils.ts";
import type { Clock } from "./clock.ts";
import { publishTendril } from "./publish-tendril.ts";

export interface Registration {
  readonly name: string;
  readonly person: Person;
  readonly idempotencyKey: string | undefined;
}

export interface RegistrationDependencies {
  readonly clock: Clock;
  readonly newSecret: () => string;
  readonly answerSeal: Seal;
}

/**
 * Registers a Tendril that somebody runs by themselves. Answers its id and token as JSON text; of the token a hash is
 * kept, and for repeats, which get the same answer, the answer itself, sealed. Throws NAME_TAKEN.
 */
export async function registerSelfHosted(
  { name, person, idempotencyKey: key }: Registration,
  { clock, newSecret, answerSeal }: RegistrationDependencies,
): Promise<string> {
  const once = key === undefined ? undefined : { user: person.name, key, requestHash: hashOf({ tendril: name }) };
  const token = newSecret();
  const now = clock.now();
  const row: TendrilRow = {
    id: clock.newId(),
    name,
    mode: "self-hosted",
    region: null,
    created_at: now.toISOString(),
    registered_at: now.toISOString(),
    token_hash: hashToken(token),
    instances: {},
  };
  const answer = JSON.stringify({ id: row.id, token });
  const kept = once === undefined ? [] : [keepAnswer(once, await answerSeal.seal(answer, placeOf(once)), now)];
  if (await createTendril(row, kept)) {
    await publishTendril(row, now);
    return answer;
  }
  const repeated = await repeatedAnswer(once, now);
  if (once !== undefined && repeated !== undefined) return answerSeal.open(repeated, placeOf(once));
  throw new VintnerError("NAME_TAKEN", `A Tendril named ${name} exists already.`, {
    errors: [{ pointer: "/name", detail: "is taken" }],
  });
}

function placeOf({ user, key }: IdempotentRequest): string {
  return JSON.stringify([user, key]);
}
