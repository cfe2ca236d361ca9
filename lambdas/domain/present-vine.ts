import { vineSchema, type Vine } from "../contract/vine.ts";
import type { VineRow } from "./vine-row.ts";

/** A vine as the API answers it. The schema names every member, so that nothing of the platform's own gets out. */
export function presentVine(row: VineRow): Vine {
  return vineSchema.parse(row);
}
