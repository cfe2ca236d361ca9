import type { Grant } from "./grants.ts";
import type { ReviewedGrants } from "./reviewed-grants.ts";

/** What was reviewed as used and was not, in a run of all tests. */
export function unusedGrants(
  grants: ReadonlyMap<string, readonly Grant[]>,
  reviewed: ReviewedGrants,
  used: ReadonlySet<string>,
): readonly string[] {
  return [...grants].flatMap(([role, list]) =>
    list.flatMap((grant, n) => {
      const { actions = {}, resources = {} } = reviewed.get(role)?.[n] ?? {};
      const parts = [
        ...grant.actions.map((action) => [action, actions[action], `action|${action}`] as const),
        ...grant.resources.map((resource, place) => [resource, resources[resource], `resource|${place}`] as const),
      ];
      return parts.flatMap(([what, standing, key]) =>
        standing === "used" && !used.has(`${grant.id}|${key}`) ? [`${role} | ${what}`] : [],
      );
    }),
  );
}
