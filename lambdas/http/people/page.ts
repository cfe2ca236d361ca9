import { itemsThatFit } from "../../domain/items-that-fit.ts";
import { fromCursor, toCursor } from "./cursor.ts";

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of rows that are in the order of their places: those behind the cursor, and where the next page begins. */
export function pageOf<Row>(
  rows: readonly Row[],
  placeOf: (row: Row) => string,
  { limit, cursor }: PageQuery,
): { readonly items: readonly Row[]; readonly next_cursor: string | null } {
  const after = fromCursor(cursor) ?? "";
  const behind = rows.filter((row) => placeOf(row) > after);
  const items = itemsThatFit(behind.slice(0, limit));
  const last = items.at(-1);
  const isMore = behind.length > items.length && last !== undefined;
  return { items, next_cursor: isMore ? toCursor(placeOf(last)) : null };
}
