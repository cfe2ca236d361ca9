import type { TendrilRow } from "../domain/tendril-row.ts";
import { hashToken } from "../domain/tokens.ts";
import { createTendril } from "../store/tendrils.ts";
import type { Clock } from "./clock.ts";
import { publishTendril } from "./publish-tendril.ts";

/** Registers a Tendril that somebody runs by themselves; its token is answered once and kept as a hash. */
export async function registerSelfHosted(
  name: string,
  { clock, newSecret }: { readonly clock: Clock; readonly newSecret: () => string },
): Promise<{ id: string; token: string }> {
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
  await createTendril(row);
  await publishTendril(row, now);
  return { id: row.id, token };
}
