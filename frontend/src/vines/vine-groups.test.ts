import { expect, test } from "@jest/globals";
import { testVine } from "./test-vine.ts";
import { vineGroups } from "./vine-groups.ts";

const vineyard = (id: string, name: string) => ({ id, name, created_at: "2026-11-21T12:00:00Z" });
const names = (groups: ReturnType<typeof vineGroups>) =>
  groups.map(({ name, vines }) => [name, vines.map(({ environment_stage }) => environment_stage)]);

test("vines stand under their vineyards, both in order of their names", () => {
  const vines = [
    testVine({ vineyard_id: "b", environment_stage: "dev10" }),
    testVine({ vineyard_id: "a", environment_stage: "prod" }),
    testVine({ vineyard_id: "b", environment_stage: "dev9" }),
  ];
  const groups = vineGroups(vines, [vineyard("b", "south"), vineyard("a", "north"), vineyard("c", "empty")]);
  expect(names(groups)).toEqual([
    ["north", ["prod"]],
    ["south", ["dev9", "dev10"]],
  ]);
});

test("a vineyard that is not read yet is told by its id", () => {
  expect(names(vineGroups([testVine()], []))).toEqual([["3f2b8c1e", ["dev"]]]);
});
