import { VintnerError } from "../contract/errors.ts";
import type { TendrilRow } from "../domain/tendril-row.ts";
import { getTendril } from "../store/tendrils.ts";

/** The Tendril that a request names, registered or not; else NOT_FOUND. */
export async function knownTendril(id: string): Promise<TendrilRow> {
  const row = await getTendril(id);
  if (row !== undefined) return row;
  throw new VintnerError("NOT_FOUND", "There is no such Tendril.", {
    errors: [{ pointer: "/tendril_id", detail: "is unknown" }],
  });
}
