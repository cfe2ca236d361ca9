import type { Vine } from "../contract/vine.ts";

/** A row of `vines`. */
export type VineRow = Readonly<Vine>;

/** How jobs and people call a vine. */
export function vineName(row: Pick<VineRow, "project_name" | "environment_stage">): string {
  const { project_name, environment_stage } = row;
  return `${project_name}-${environment_stage}`;
}
