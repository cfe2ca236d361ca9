import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Grant } from "./grants.ts";

/** `used` by an end-to-end test; else the reason why a grant is there that none uses. */
type Standing = string;

/** A statement as it was reviewed. */
export interface ReviewedGrant {
  readonly effect: string;
  readonly actions: Readonly<Record<string, Standing>>;
  readonly resources: Readonly<Record<string, Standing>>;
  readonly condition?: unknown;
}

export type ReviewedGrants = ReadonlyMap<string, readonly ReviewedGrant[]>;

export const notReviewed = "NOT REVIEWED";

const folder = join(import.meta.dirname, "../iam-grants");

/** The reviewed files, one a role. */
export function readReviewedGrants(): ReviewedGrants {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    names.map((name) => [
      basename(name, ".json"),
      JSON.parse(readFileSync(join(folder, name), "utf8")) as ReviewedGrant[],
    ]),
  );
}

/** The grants of the templates with the standings that they were given; what is new has `NOT REVIEWED`. */
export function withStandings(
  grants: ReadonlyMap<string, readonly Grant[]>,
  reviewed: ReviewedGrants,
): ReadonlyMap<string, readonly ReviewedGrant[]> {
  return new Map(
    [...grants].map(([role, list]) => {
      const known = reviewed.get(role) ?? [];
      return [role, list.map((grant) => withStanding(grant, known))];
    }),
  );
}

function withStanding(
  { effect, actions, resources, condition }: Grant,
  known: readonly ReviewedGrant[],
): ReviewedGrant {
  const same = JSON.stringify(condition);
  const before = known.filter((one) => one.effect === effect && JSON.stringify(one.condition) === same);
  const likest = before.toSorted((a, b) => likeness(b, actions) - likeness(a, actions))[0];
  const named = (names: readonly string[], standings: Readonly<Record<string, Standing>> = {}) =>
    Object.fromEntries(names.map((name) => [name, standings[name] ?? notReviewed]));
  return {
    effect,
    actions: named(actions, likest?.actions),
    resources: named(resources, likest?.resources),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** How many of the actions a reviewed statement has, too: statements have no names. */
function likeness({ actions: known }: ReviewedGrant, actions: readonly string[]): number {
  return actions.filter((action) => action in known).length / Math.max(actions.length, Object.keys(known).length);
}

export function writeReviewedGrants(grants: ReviewedGrants): void {
  mkdirSync(folder, { recursive: true });
  for (const [role, list] of grants) writeFileSync(join(folder, `${role}.json`), `${JSON.stringify(list, null, 2)}\n`);
}
