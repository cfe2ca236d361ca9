import { expect, test } from "@jest/globals";
import { countText, searchRows, shownId, tableOf } from "./resource-rows.ts";

const list = (items: Parameters<typeof tableOf>[0]["items"]) => ({ items, truncated: false, error: null });
const vpcs = list([{ id: "vpc-1", name: "main", region: "eu-west-1", cidr: "10.0.0.0/16" }]);
const subnets = list([
  { id: "subnet-2", name: "private-10", region: "eu-west-1", cidr: "10.0.10.0/24", parent_id: "vpc-1" },
  { id: "subnet-1", name: "private-9", region: "eu-west-1", cidr: "10.0.9.0/24", parent_id: "vpc-1" },
  { id: "subnet-3", name: "", region: "eu-central-1", parent_id: "vpc-9" },
]);
const { rows } = tableOf(subnets, { vpcs, subnets });
const ids = (found: typeof rows) => found.map((row) => row.resource.id);

test("sorts by region and name, numbers as numbers, and what has no name last", () => {
  expect(ids(rows)).toEqual(["subnet-1", "subnet-2", "subnet-3"]);
});

test("what has an id for a name has none", () => {
  const found = list([
    { id: "vpc-1", name: "vpc-1" },
    { id: "vpc-2", name: "zeta" },
  ]);
  expect(tableOf(found, {}).rows.map(({ name }) => name)).toEqual(["zeta", undefined]);
});

test("names the network of a subnet, or its id when the network was not found", () => {
  expect(rows.map((row) => row.parent)).toEqual(["main", "main", "vpc-9"]);
});

test("of an Azure or Google id only the last part stands for a network", () => {
  const found = list([{ id: "s", name: "s", parent_id: "/subscriptions/1/virtualNetworks/hub" }]);
  expect(tableOf(found, {}).rows[0]?.parent).toBe("hub");
});

test("of a long id its two ends are shown", () => {
  const id = "/subscriptions/0f1e2d3c-0000-4000-8000-00000000000a/resourceGroups/network/providers/virtualNetworks/hub";
  expect(shownId(id)).toBe("/subscriptions/…etwork/providers/virtualNetworks/hub");
  expect([shownId(id).length, shownId("subnet-0a1b2c3d4e5f60718")]).toEqual([52, "subnet-0a1b2c3d4e5f60718"]);
});

test("leaves out columns that no row would fill", () => {
  const users = tableOf(list([{ id: "AIDA", name: "ci" }]), {});
  expect([users.hasRegion, users.hasCidr, users.hasParent]).toEqual([false, false, false]);
  expect([tableOf(subnets, {}).hasRegion, tableOf(subnets, {}).hasCidr]).toEqual([true, true]);
});

test("finds rows that hold every word: in names, ids, regions, ranges and networks", () => {
  expect(ids(searchRows(rows, " MAIN 10.0.9 "))).toEqual(["subnet-1"]);
  expect(ids(searchRows(rows, "eu-central"))).toEqual(["subnet-3"]);
  expect(searchRows(rows, " ")).toBe(rows);
});

test("counts say when they are not the whole", () => {
  const items = Array.from({ length: 1200 }, (_, n) => ({ id: String(n), name: "" }));
  expect(countText({ items, truncated: false, error: null })).toBe("1,200");
  expect(countText({ items, truncated: true, error: null })).toBe("1,200+");
  expect(countText({ items: [], truncated: false, error: "AccessDenied" })).toBe("!");
});
