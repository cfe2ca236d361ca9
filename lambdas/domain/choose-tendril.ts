import { tendrilStatus } from "./present-tendril.ts";
import type { TendrilRow } from "./tendril-row.ts";

/** The Tendril that takes a job over: online, not the one that goes, with the shortest queue. */
export function chooseTendril(
  rows: readonly TendrilRow[],
  leavingId: string,
  queued: ReadonlyMap<string, number>,
  now: Date,
): TendrilRow | undefined {
  const length = ({ id }: TendrilRow): number => queued.get(id) ?? 0;
  return rows
    .filter((row) => row.id !== leavingId && tendrilStatus(row, now) === "ONLINE")
    .toSorted((one, other) => length(one) - length(other))[0];
}
