import type { Vine, Vineyard } from "../../../lambdas/contract/vine.ts";
import { vineName } from "./vine-words.ts";

export interface VineGroup {
  readonly id: string;
  readonly name: string;
  readonly vines: readonly Vine[];
}

const collator = new Intl.Collator("en", { numeric: true });

/** The vines by their vineyards, both in order of their names. A vineyard without a vine is left out. */
export function vineGroups(vines: readonly Vine[], vineyards: readonly Vineyard[]): readonly VineGroup[] {
  const names = new Map(vineyards.map(({ id, name }) => [id, name]));
  return [...Map.groupBy(vines, (vine) => vine.vineyard_id)]
    .map(([id, members]) => ({
      id,
      name: names.get(id) ?? id.slice(0, 8),
      vines: members.toSorted((a, b) => collator.compare(vineName(a), vineName(b))),
    }))
    .toSorted((a, b) => collator.compare(a.name, b.name));
}
